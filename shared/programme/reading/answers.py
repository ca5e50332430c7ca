"""Reads the answer of a criterion and its threshold; a threshold outside the answer's domain is refused."""

from collections.abc import Callable, Mapping

from shared.programme.answers import AnswerType, BooleanAnswer, ChoiceAnswer, MultichoiceAnswer, TextAnswer
from shared.programme.quantities import NumberAnswer, Scale, ScoreAnswer
from shared.programme.reading.node import Node
from shared.programme.thresholds import AtLeastNumber, AtLeastOption, AtMostNumber, IsTrue, OneOf, SubsetOf, Threshold

STAND_IN = BooleanAnswer()
LEAST_OPTIONS = 2


def read_answer(node: Node) -> AnswerType:
    """The domain of a criterion's answer."""
    reader = _ANSWERS.get(node.text("type"))
    if reader is None:
        node.fault("type", "answer_type_unknown", f"one of {', '.join(_ANSWERS)}")
        return STAND_IN
    answer = reader(node)
    node.done()
    return answer


def _options(node: Node) -> tuple[str, ...]:
    options = node.texts("options", needed=True)
    if len(options) < LEAST_OPTIONS:
        node.fault("options", "options_too_few", f"at least {LEAST_OPTIONS}")
        return ("", " ")
    return options


def _choice(node: Node) -> AnswerType:
    return ChoiceAnswer(_options(node), node.flag("ordered", False))


def _multichoice(node: Node) -> AnswerType:
    return MultichoiceAnswer(_options(node), node.whole("min_items", 0))


def _text(node: Node) -> AnswerType:
    answer = TextAnswer(node.whole("min_length", 0), node.whole("max_length"))
    if answer.min_length > answer.max_length:
        node.fault("max_length", "range_empty")
    return answer


def _number(node: Node) -> AnswerType:
    low, high = node.number("min"), node.number("max")
    if low >= high:
        node.fault("max", "range_empty")
    return NumberAnswer(low, high, node.text("unit"), node.flag("integer", False), _scale(node.maybe_at("scale")))


def _scale(node: Node | None) -> Scale | None:
    if node is None:
        return None
    scale = Scale(node.number("worst"), node.number("best"))
    node.done()
    if scale.worst == scale.best:
        node.fault("best", "range_empty", "worst and best differ")
    return scale


def _score(node: Node) -> AnswerType:
    answer = ScoreAnswer(node.number("min"), node.number("max"))
    if answer.low >= answer.high:
        node.fault("max", "range_empty")
    return answer


_ANSWERS: Mapping[str, Callable[[Node], AnswerType]] = {
    "boolean": lambda node: BooleanAnswer(),
    "choice": _choice,
    "multichoice": _multichoice,
    "number": _number,
    "score": _score,
    "text": _text,
}


def read_threshold(node: Node, answer: AnswerType) -> Threshold | None:
    """The threshold, if its operation and value fit the answer."""
    op = node.text("op")
    readers: Mapping[str, Callable[[], Threshold | None]] = {
        "is_true": lambda: IsTrue() if isinstance(answer, BooleanAnswer) else None,
        "gte": lambda: _bound(node, answer, AtLeastNumber),
        "lte": lambda: _bound(node, answer, AtMostNumber),
        "in": lambda: _one_of(node, answer),
        "at_least": lambda: _at_least(node, answer),
        "subset_of": lambda: _subset(node, answer),
    }
    if op not in readers:
        node.fault("op", "threshold_unknown", f"one of {', '.join(readers)}")
        return None
    threshold = readers[op]()
    if threshold is None:
        node.fault("", "threshold_outside_domain", f"{answer.name}: {answer.expects}")
    if op == "is_true" and node.get("value") not in (None, True):
        node.fault("value", "threshold_value_misplaced")
    node.get("value")
    node.done()
    return threshold


def _bound(node: Node, answer: AnswerType, bounded: type[AtLeastNumber | AtMostNumber]) -> Threshold | None:
    if not isinstance(answer, NumberAnswer | ScoreAnswer):
        return None
    value = node.number("value")
    return bounded(value) if answer.fault(value) is None else None


def _within(node: Node, options: tuple[str, ...]) -> tuple[str, ...] | None:
    accepted = node.texts("value", needed=True)
    return accepted if accepted and set(accepted).issubset(options) else None


def _one_of(node: Node, answer: AnswerType) -> Threshold | None:
    accepted = _within(node, answer.options) if isinstance(answer, ChoiceAnswer) else None
    return None if accepted is None else OneOf(accepted)


def _at_least(node: Node, answer: AnswerType) -> Threshold | None:
    lowest = node.text("value")
    if not isinstance(answer, ChoiceAnswer) or not answer.ordered or lowest not in answer.options:
        return None
    return AtLeastOption(lowest, answer.options[answer.options.index(lowest) :])


def _subset(node: Node, answer: AnswerType) -> Threshold | None:
    accepted = _within(node, answer.options) if isinstance(answer, MultichoiceAnswer) else None
    return None if accepted is None else SubsetOf(accepted)
