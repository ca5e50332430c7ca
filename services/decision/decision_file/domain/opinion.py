"""The commission's opinion (« avis »), as its secretary records it."""

from dataclasses import dataclass
from typing import Annotated

from services.decision.decision_file.domain.conditions import Reservation
from services.decision.decision_file.domain.prerequisites import refuse_unready
from services.decision.decision_file.domain.reservations import awaiting_measures
from services.decision.decision_file.domain.state import FAVOURABLE_FAMILY, DecisionFile, OpinionGiven, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.content import code_faults, text_faults
from shared.acts.moment import Moment
from shared.acts.refusal import Invalid, refuse_if
from shared.contracts.decision.decision_file import (
    FavourableOpinionIssued,
    FavourableOpinionWithReservationsIssued,
    FavourableOpinionWithSuspensiveReservationsIssued,
    UnfavourableOpinionIssued,
)
from shared.contracts.vocabulary import Opinion
from shared.identity.actor import Role
from shared.programme.faults import Fault
from shared.programme.vocabulary import Step
from shared.texts.fields import Codes, CodeWord, Paragraphs
from shared.texts.identifiers import ListOf
from shared.texts.public_text import PublicText

LEADS_TO = {
    Opinion.FAVOURABLE: State.OPINION_FAVOURABLE,
    Opinion.FAVOURABLE_NON_SUSPENSIVE: State.OPINION_FAVOURABLE,
    Opinion.FAVOURABLE_SUSPENSIVE: State.RESERVATIONS_PENDING,
    Opinion.UNFAVOURABLE: State.OPINION_UNFAVOURABLE,
}
LONGEST_TEXT = 2000
CLOCKS = {True: "suspensive_reservation", False: "non_suspensive_reservation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationAsked:
    """A reservation as the commission words it; its due date comes from the programme."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012  # part of a command's body: unknown fields are faults

    criterion: CodeWord
    suspensive: bool
    measure: Paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOpinion(Command):
    """The sense of the opinion, its reservations or grounds (codes), and why it differs from the suggested one."""

    opinion: Opinion
    reservations: Annotated[tuple[ReservationAsked, ...], ListOf(200, unique=False)] = ()
    grounds: Codes = ()
    reason: Annotated[str, PublicText(LONGEST_TEXT, 0, lines=True)] | None = None


@act("D-03", "R.1111-38; process.md 3.1 rows 19 to 22; 2.5", by=Role.COMMISSION_SECRETARY)
def record_opinion(file: DecisionFile, command: RecordOpinion, moment: Moment) -> Change[DecisionFile]:
    """The commission's opinion is recorded; the decision clock starts, or that of the suspensive reservations.

    Refused: grounds_missing, tests_not_passed, convention_not_signed (where the programme asks for them before the
    opinion); Invalid.
    """
    refuse_if(command.opinion is Opinion.UNFAVOURABLE and not command.grounds, "grounds_missing")
    assert file.report
    programme = moment.programme(file.report.programme)
    faults = [*_shape_faults(command), *_reservation_faults(command, frozenset(programme.criteria))]
    faults += _reason_faults(command, file.report.suggested_opinion)
    if faults:
        raise Invalid(faults)
    if command.opinion in FAVOURABLE_FAMILY:
        refuse_unready(file, Step.OPINION, moment)
    given = OpinionGiven(
        opinion=command.opinion, given_on=moment.day, grounds=command.grounds, reason=command.reason or None
    )
    reservations = tuple(_opened(asked, file.report.programme, moment) for asked in command.reservations)
    state = LEADS_TO[command.opinion]
    opined = becomes(file, state=state, opinion=given, reservations=reservations)
    opined = opined.telling(_event(opined.state, given))
    if state is State.RESERVATIONS_PENDING:
        return awaiting_measures(opined, moment)
    return opined.awaiting("escalate_decision", moment.due(programme, "decision"))


def _opened(asked: ReservationAsked, programme: str, moment: Moment) -> Reservation:
    due = moment.due(moment.programme(programme), CLOCKS[asked.suspensive])
    return Reservation(
        criterion=asked.criterion, suspensive=asked.suspensive, measure=asked.measure.strip(), due_on=due.day
    )


def _event(file: DecisionFile, given: OpinionGiven) -> object:
    reservations = tuple(one.published for one in file.reservations)
    match given.opinion:
        case Opinion.FAVOURABLE:
            return FavourableOpinionIssued(dossier=file.id)
        case Opinion.FAVOURABLE_NON_SUSPENSIVE:
            return FavourableOpinionWithReservationsIssued(dossier=file.id, reservations=reservations)
        case Opinion.FAVOURABLE_SUSPENSIVE:
            return FavourableOpinionWithSuspensiveReservationsIssued(dossier=file.id, reservations=reservations)
        case Opinion.UNFAVOURABLE:
            return UnfavourableOpinionIssued(dossier=file.id, grounds=given.grounds)


def _shape_faults(command: RecordOpinion) -> list[Fault]:
    """Which parts each opinion must and must not have (process.md 2.5)."""
    suspensive = [one.suspensive for one in command.reservations]
    bare = command.opinion in (Opinion.FAVOURABLE, Opinion.UNFAVOURABLE)
    rules = (
        (bare and suspensive, "reservations", "not_expected"),
        (not bare and not suspensive, "reservations", "reservations_missing"),
        (command.opinion is Opinion.FAVOURABLE_NON_SUSPENSIVE and any(suspensive), "reservations", "suspensive"),
        (
            command.opinion is Opinion.FAVOURABLE_SUSPENSIVE and suspensive and not any(suspensive),
            "reservations",
            "none_suspensive",
        ),
        (command.opinion is not Opinion.UNFAVOURABLE and command.grounds, "grounds", "not_expected"),
    )
    return [Fault(path, code, f"opinion {command.opinion}") for holds, path, code in rules if holds]


def _reservation_faults(command: RecordOpinion, criteria: frozenset[str]) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[str] = set()
    for place, one in enumerate(command.reservations):
        path = f"reservations.{place}"
        if one.criterion not in criteria:
            faults.append(Fault(f"{path}.criterion", "unknown_criterion", one.criterion[:80]))
        if one.criterion in seen:
            faults.append(Fault(f"{path}.criterion", "criterion_repeated", one.criterion[:80]))
        seen.add(one.criterion)
        faults += text_faults(f"{path}.measure", one.measure, LONGEST_TEXT)
    return faults


def _reason_faults(command: RecordOpinion, suggested: Opinion | None) -> list[Fault]:
    """The commission is free, but says why it departs from what the report suggests (criteria.md 4.4)."""
    faults = code_faults("grounds", command.grounds)
    if suggested not in (None, command.opinion) and not (command.reason or "").strip():
        faults.append(Fault("reason", "reason_missing", f"the report suggests {suggested}"))
    return faults + (text_faults("reason", command.reason, LONGEST_TEXT) if command.reason else [])
