"""The evaluation report (« rapport d'évaluation »), signed by the second pair of eyes."""

from dataclasses import dataclass

from services.evaluation.evaluation.domain.frozen_report import frozen
from services.evaluation.evaluation.domain.state import Evaluation, State, the_reviewer
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment
from shared.acts.participation import participants
from shared.acts.refusal import Refused
from shared.contracts.evaluation.evaluation import EvaluationReportIssued
from shared.identity.actor import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueReport(Command):
    """The reviewer agrees with the confirmed findings."""


@act("E-04", "process.md 3.1 row 15; 2.4; criteria.md 4.1", by=Role.EVALUATOR, admits=the_reviewer)
def issue_report(evaluation: Evaluation, _: IssueReport, moment: Moment) -> Change[Evaluation]:
    """The report goes to the commission, quoting the programme's version and hash; the clock stops.

    What it says is frozen here as text; event and journal carry its digest.

    Refused: not_the_reviewer, findings_not_confirmed.
    """
    conclusion = evaluation.conclusion
    if conclusion is None:
        raise Refused("findings_not_confirmed")
    report = frozen(evaluation, conclusion, moment.day)
    return (
        becomes(evaluation, state=State.EVALUATED, issued_on=moment.day, report=report)
        .telling(
            EvaluationReportIssued(
                dossier=evaluation.id,
                service=evaluation.service,
                programme=evaluation.programme,
                programme_hash=evaluation.programme_hash,
                conformity=conclusion.conformity,
                suggested_opinion=conclusion.suggested_opinion,
                not_met=conclusion.not_met,
                scores=conclusion.scores,
                report_sha256=report.sha256,
                corrected_facts=tuple(sorted({one.fact for one in evaluation.fact_corrections})),
                participants=participants(evaluation.id, *_evaluators(evaluation), moment.actor.id),
            )
        )
        .sealing(bytes.fromhex(report.sha256))
        .no_longer_awaiting("escalate_evaluation")
    )


def _evaluators(evaluation: Evaluation) -> set[str | None]:
    """Whoever recorded or reviewed findings."""
    return {evaluation.lead, evaluation.reviewer, *(one.by for one in evaluation.fact_corrections)}
