"""Decision's HTTP doors: one row per command, then the reads."""

from services.decision import examples
from services.decision.domain.convention import SignConvention, sign_convention
from services.decision.domain.opinion import RecordOpinion, record_opinion
from services.decision.domain.reservations import LiftReservation, lift_reservation
from services.decision.domain.sanctions import (
    DecideNoSanction,
    LiftSuspension,
    OrderSuspension,
    decide_no_sanction,
    lift_suspension,
    order_suspension,
)
from services.decision.domain.verdict import GrantListing, RefuseListing, grant_listing, refuse_listing
from services.decision.queries import router as queries
from services.decision.tables import DECISION_FILE, SANCTION_FILE
from shared.http.commands import Command, command_router

COMMANDS = (
    Command("/dossiers/{id}/opinion", RecordOpinion, record_opinion, DECISION_FILE, examples.OPINION),
    Command("/dossiers/{id}/reservation-lifting", LiftReservation, lift_reservation, DECISION_FILE, examples.LIFTING),
    Command("/dossiers/{id}/convention-signature", SignConvention, sign_convention, DECISION_FILE, examples.SIGNATURE),
    Command("/dossiers/{id}/grant", GrantListing, grant_listing, DECISION_FILE),
    Command("/dossiers/{id}/refusal", RefuseListing, refuse_listing, DECISION_FILE, examples.GROUNDS),
    Command("/cases/{id}/suspension", OrderSuspension, order_suspension, SANCTION_FILE, examples.SUSPENSION),
    Command("/cases/{id}/no-sanction", DecideNoSanction, decide_no_sanction, SANCTION_FILE),
    Command("/cases/{id}/lifting", LiftSuspension, lift_suspension, SANCTION_FILE),
)

ROUTERS = (command_router(*COMMANDS), queries)
