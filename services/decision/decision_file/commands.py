"""The commands on a decision file: path, body, act."""

from services.decision.decision_file import examples
from services.decision.decision_file.domain.convention import SignConvention, sign_convention
from services.decision.decision_file.domain.opinion import RecordOpinion, record_opinion
from services.decision.decision_file.domain.reservations import LiftReservation, lift_reservation
from services.decision.decision_file.domain.verdict import GrantListing, RefuseListing, grant_listing, refuse_listing
from services.decision.decision_file.rows import DECISION_FILE
from shared.http.commands import Command, command_router

COMMANDS = (
    Command("/dossiers/{id}/opinion", RecordOpinion, record_opinion, DECISION_FILE, examples.OPINION),
    Command("/dossiers/{id}/reservation-lifting", LiftReservation, lift_reservation, DECISION_FILE, examples.LIFTING),
    Command("/dossiers/{id}/convention-signature", SignConvention, sign_convention, DECISION_FILE, examples.SIGNATURE),
    Command("/dossiers/{id}/grant", GrantListing, grant_listing, DECISION_FILE),
    Command("/dossiers/{id}/refusal", RefuseListing, refuse_listing, DECISION_FILE, examples.GROUNDS),
)
ROUTER = command_router(*COMMANDS)
