"""The commands on cases: path, body, act."""

from services.surveillance.case import examples
from services.surveillance.case.domain.closure import CloseCase, close_case
from services.surveillance.case.domain.hearing import (
    NotifyGrounds,
    ReceiveObservations,
    notify_grounds,
    receive_observations,
)
from services.surveillance.case.domain.sanction import ProposeSanction, propose_sanction
from services.surveillance.case.rows import CASE
from shared.http.commands import Command, command_router

COMMANDS = (
    Command("/cases/{id}/grounds", NotifyGrounds, notify_grounds, CASE, examples.GROUNDS),
    Command("/cases/{id}/observations", ReceiveObservations, receive_observations, CASE, examples.OBSERVATIONS),
    Command("/cases/{id}/proposal", ProposeSanction, propose_sanction, CASE, examples.PROPOSAL),
    Command("/cases/{id}/closure", CloseCase, close_case, CASE, examples.GROUND),
)
ROUTER = command_router(*COMMANDS)
