"""What the tests of decision speak of: one dossier, one case, what others tell of them, what people do with them."""

from dataclasses import replace
from datetime import date
from typing import Any

from services.decision.decision_file.domain.conditions import Party
from services.decision.decision_file.domain.convention import SignConvention, sign_convention
from services.decision.decision_file.domain.evaluation import (
    record_report,
    record_tests_failed,
    record_tests_passed,
    record_tests_required,
)
from services.decision.decision_file.domain.life import TRANSITIONS
from services.decision.decision_file.domain.opinion import RecordOpinion, ReservationAsked, record_opinion
from services.decision.decision_file.domain.state import DecisionFile
from shared.acts.act import AnyAct
from shared.acts.change import Change
from shared.acts.moment import Moment
from shared.contracts.evaluation.connection_tests import (
    ConnectionTestsFailed,
    ConnectionTestsPassed,
    ConnectionTestsRequired,
)
from shared.contracts.evaluation.evaluation import EvaluationReportIssued
from shared.contracts.vocabulary import DossierId, Opinion, ServiceProfile, Typology
from shared.identity.actor import Actor
from shared.programme.vocabulary import Step
from tests.builders import DELEGATE, DESK, PUBLISHER, SECRETARY, at, perform, some_id

DOSSIER = DossierId(some_id("dossier"))
DAY = "2026-03-10"
SIGNATORIES: dict[Party, Actor] = {Party.PUBLISHER: PUBLISHER, Party.MINISTER: DELEGATE, Party.CNAM: DESK}


def a_report(suggesting: Opinion | None = Opinion.FAVOURABLE, *, exchange: bool = False) -> EvaluationReportIssued:
    """The report on a service of org-1, under the version of 2026."""
    return EvaluationReportIssued(
        dossier=DOSSIER,
        service=ServiceProfile(
            name="Carnet de tension",
            publisher="Exemple Santé SAS",
            organisation="org-1",
            category="condition_follow_up",
            forms=("mobile_application",),
            typology=Typology.WITH_EXCHANGE if exchange else Typology.WITHOUT_EXCHANGE,
        ),
        programme="3.0.0",
        programme_hash="0" * 64,
        conformity="compliant",
        suggested_opinion=suggesting,
        not_met=(),
        scores={"SEC": "87.5"},
    )


def required() -> ConnectionTestsRequired:
    """The tests are required."""
    return ConnectionTestsRequired(dossier=DOSSIER)


def passed(on: str) -> ConnectionTestsPassed:
    """The tests passed that day."""
    return ConnectionTestsPassed(dossier=DOSSIER, passed_on=date.fromisoformat(on), api_version="2.1")


def failed(on: str) -> ConnectionTestsFailed:
    """The tests failed that day."""
    return ConnectionTestsFailed(dossier=DOSSIER, failed_on=date.fromisoformat(on), failed_cases=("T-04",))


ANSWERED_BY: dict[type[Any], AnyAct] = {
    EvaluationReportIssued: record_report,
    ConnectionTestsRequired: record_tests_required,
    ConnectionTestsPassed: record_tests_passed,
    ConnectionTestsFailed: record_tests_failed,
}


def hear(file: DecisionFile | None, *events: object, day: str = DAY) -> DecisionFile:
    """The file once the events were heard, in that order."""
    for event in events:
        file = perform(TRANSITIONS, ANSWERED_BY[type(event)], file, event, at(day)).state
    assert file
    return file


def a_reservation(criterion: str, *, suspensive: bool) -> ReservationAsked:
    """A reservation as the commission asks for it."""
    return ReservationAsked(criterion=criterion, suspensive=suspensive, measure="Conserver les journaux six mois.")


def an_opinion(opinion: Opinion, **more: Any) -> RecordOpinion:  # noqa: ANN401
    """An opinion with all that its sense calls for."""
    usual: dict[Opinion, dict[str, Any]] = {
        Opinion.FAVOURABLE: {},
        Opinion.FAVOURABLE_NON_SUSPENSIVE: {"reservations": (a_reservation("ETH-26", suspensive=False),)},
        Opinion.FAVOURABLE_SUSPENSIVE: {"reservations": (a_reservation("SEC-07", suspensive=True),)},
        Opinion.UNFAVOURABLE: {"grounds": ("SEC-07",)},
    }
    return RecordOpinion(**{"opinion": opinion, "reason": "Après délibération.", **usual[opinion], **more})


def opine(file: DecisionFile, command: RecordOpinion, day: str = DAY) -> Change[Any]:
    """The secretary records the opinion."""
    return perform(TRANSITIONS, record_opinion, file, command, at(day, SECRETARY))


def opined(opinion: Opinion = Opinion.FAVOURABLE, *, exchange: bool = False, day: str = DAY, **more: Any) -> Any:  # noqa: ANN401
    """The file after that opinion."""
    return opine(hear(None, a_report(exchange=exchange)), an_opinion(opinion, **more), day).state


def sign(file: DecisionFile, *parties: Party, day: str = DAY) -> DecisionFile:
    """The file once those parties have signed, in that order."""
    for party in parties:
        moment = at(day, SIGNATORIES[party])
        file = perform(TRANSITIONS, sign_convention, file, SignConvention(party=party), moment).state
    return file


def ready(opinion: Opinion = Opinion.FAVOURABLE, *, exchange: bool = False) -> DecisionFile:
    """The file after that opinion, with the convention in force."""
    return sign(opined(opinion, exchange=exchange), *Party)


def requiring(moment: Moment, **steps: Step) -> Moment:
    """The same moment under a programme that requires convention or tests before other steps."""
    programme = moment.programme("3.0.0")
    rules = replace(programme.procedure.prerequisites, **steps)
    altered = replace(programme, procedure=replace(programme.procedure, prerequisites=rules))
    others = tuple(one for one in moment.programmes.versions if one.ref != "3.0.0")
    return replace(moment, programmes=replace(moment.programmes, versions=(*others, altered)))
