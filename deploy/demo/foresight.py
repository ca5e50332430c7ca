"""Where a dossier must come to rest: from its content, the programme and what people are to do, before anything runs.

The steps here are those of the process (process.md 3.1), told in one breath; what runs is told by five services.
"""

from dataclasses import dataclass, replace
from datetime import date

from deploy.demo.dossier import LISTED, Dossier, Outcome
from deploy.demo.script import ComplaintEnd, Script, Withdrawal
from shared.contracts.vocabulary import Opinion
from shared.programme.outcome import Assessment, Judge
from shared.programme.version import Programme
from shared.programme.vocabulary import CriterionState

AFTER_COMPLAINT = {ComplaintEnd.SUSPENDED: Outcome.SUSPENDED, ComplaintEnd.REINSTATED: Outcome.REINSTATED}
EXAMINED = LISTED | {Outcome.REFUSED, Outcome.LAPSED}
HELD = {
    "compliant": CriterionState.MET,
    "partially": CriterionState.NOT_MET,
    "non_compliant": CriterionState.NOT_MET,
    "not_applicable": CriterionState.NOT_APPLICABLE_JUSTIFIED,
    "unverified": CriterionState.NEEDS_EVIDENCE,
}
"""What a corrected finding comes to in the programme's words."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Where a dossier comes to rest: before the year is over, and after it."""

    outcome: Outcome
    after_a_year: Outcome
    examined: bool
    """Whether it gets as far as the evaluation."""


def foreseen(dossier: Dossier, programme: Programme, today: date) -> Foreseen:
    """What the file says, or else what its content and script foretell."""
    outcome = dossier.expected or _outcome(dossier, programme, today)
    later = dossier.after_a_year or (Outcome.EXPIRED if outcome in LISTED else outcome)
    lapses_early = outcome is Outcome.LAPSED and bool(assessed(dossier, programme, today).open)
    return Foreseen(outcome, later, outcome in EXAMINED and not lapses_early)


def assessed(dossier: Dossier, programme: Programme, today: date) -> Assessment:
    """The file as the programme judges it: as filed, or as completed."""
    content = dossier.filed(programme)
    judged = programme.assess(content.case(today), today)
    if judged.open and dossier.completion:
        judged = programme.assess(content.completed_by(dossier.completion).case(today), today)
    return judged


def _suggested(script: Script, programme: Programme, judged: Assessment) -> Opinion | None:
    """The opinion that the report will suggest, once the evaluators have corrected what they hold against."""
    states = {id_: HELD[one.state] for id_, one in script.corrections.items()}
    results = [replace(one, state=states.get(one.criterion, one.state)) for one in judged.results]
    judge = Judge(programme.ref, programme.content_hash, programme.minor_tolerance)
    return judge.conclude(tuple(programme.criteria.values()), results, judged.on).suggested_opinion


def _outcome(dossier: Dossier, programme: Programme, today: date) -> Outcome:
    script = dossier.acts
    if script.withdrawal is Withdrawal.PRIOR_REQUEST:
        return Outcome.WITHDRAWN
    if script.prior_request == "reject":
        return Outcome.REJECTED
    if script.withdrawal is not Withdrawal.NEVER:
        return Outcome.WITHDRAWN
    if script.admissibility == "inadmissible":
        return Outcome.INADMISSIBLE
    judged = assessed(dossier, programme, today)
    if judged.open:
        return Outcome.LAPSED
    exchanges = programme.procedure.typologies.exchanges(dossier.service.typology)
    return _decided(script, exchanges, _suggested(script, programme, judged))


def _decided(script: Script, exchanges: bool, suggested: Opinion | None) -> Outcome:
    opinion = script.opinion.opinion if script.opinion else suggested
    if opinion is Opinion.FAVOURABLE_SUSPENSIVE and script.lifting == "never":
        return Outcome.LAPSED
    untested = exchanges and script.tests == "fail"
    if opinion is Opinion.UNFAVOURABLE or untested or script.decision == "refuse":
        return Outcome.REFUSED
    ends = [AFTER_COMPLAINT[one.ends] for one in script.complaints if one.ends in AFTER_COMPLAINT]
    return ends[-1] if ends else Outcome.PUBLISHED
