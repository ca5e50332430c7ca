"""The commands on a sanction file: path, body, act."""

from services.decision.sanction import examples
from services.decision.sanction.domain.sanctions import (
    DecideNoSanction,
    LiftSuspension,
    OrderSuspension,
    decide_no_sanction,
    lift_suspension,
    order_suspension,
)
from services.decision.sanction.rows import SANCTION_FILE
from shared.http.commands import Command, command_router

COMMANDS = (
    Command("/cases/{id}/suspension", OrderSuspension, order_suspension, SANCTION_FILE, examples.SUSPENSION),
    Command("/cases/{id}/no-sanction", DecideNoSanction, decide_no_sanction, SANCTION_FILE),
    Command("/cases/{id}/lifting", LiftSuspension, lift_suspension, SANCTION_FILE),
)
ROUTER = command_router(*COMMANDS)
