"""Made-up answers and evidence for a service, chosen by asking the programme: nothing about a criterion is here."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from deploy.demo.dice import Dice
from deploy.demo.dossier import Answer, Content, Evidence
from shared.programme.answers import AnswerType, BooleanAnswer, ChoiceAnswer, MultichoiceAnswer, TextAnswer
from shared.programme.criterion import Criterion
from shared.programme.quantities import Number, NumberAnswer, ScoreAnswer
from shared.programme.version import Programme

TEXT = "Réponse synthétique, rédigée pour la démonstration. "
ISSUED_DAYS_AGO, VALID_DAYS = 30, 700
ROUNDS = 4


def answered(
    programme: Programme, content: Content, today: date, dice: Dice, *, failing: frozenset[str] = frozenset()
) -> Content:
    """The content with everything that the programme finds open filled in: passing answers, but for those `failing`."""
    for _ in range(ROUNDS):
        still_open = programme.assess(content.case(today), today).open
        if not still_open:
            return content
        for id_ in still_open:
            content = content.completed_by(_filled(programme.criteria[id_], dice, fails=id_ in failing))
    raise ValueError(f"still open after {ROUNDS} rounds: {', '.join(still_open)}")


def _filled(criterion: Criterion, dice: Dice, *, fails: bool) -> Content:
    answers = {criterion.id: _answer(criterion, dice, fails=fails)}
    return Content(answers=answers, evidence={} if fails else _evidence(criterion))


def _answer(criterion: Criterion, dice: Dice, *, fails: bool) -> Answer:
    fitting = [
        value
        for value in _candidates(criterion)
        if criterion.answer.fault(value) is None
        and (criterion.threshold is None or criterion.threshold.passes(value) is not fails)
    ]
    return dice.pick(fitting, criterion.id)


def _evidence(criterion: Criterion) -> dict[str, list[Evidence]]:
    rule = criterion.evidence
    if not rule.required:
        return {}
    age = min(ISSUED_DAYS_AGO, rule.max_age_days if rule.max_age_days is not None else ISSUED_DAYS_AGO)
    until = f"+{VALID_DAYS}d" if rule.must_be_valid else None
    return {criterion.id: [Evidence(type=min(rule.any_of), issued_on=f"-{age}d", valid_until=until)]}


def _candidates(criterion: Criterion) -> Iterator[Answer]:
    """Values worth trying: every option, every bound and what lies beside and between them."""
    answer: AnswerType = criterion.answer
    match answer:
        case BooleanAnswer():
            yield from (True, False)
        case ChoiceAnswer(options=options):
            yield from options
        case MultichoiceAnswer(options=options, min_items=least):
            yield from (
                list(some) for size in range(max(least, 1), len(options) + 1) for some in combinations(options, size)
            )
        case TextAnswer(min_length=least):
            yield TEXT * (1 + least // len(TEXT))
        case NumberAnswer(low=low, high=high) | ScoreAnswer(low=low, high=high):
            yield from _quantities(low, high, getattr(criterion.threshold, "value", low))


def _quantities(low: Number, high: Number, bound: Number) -> Iterator[Number]:
    yield from (low, high, bound, bound - 1, bound + 1, (low + bound) // 2, (bound + high) // 2)
