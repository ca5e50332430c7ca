"""Reads how the programme scores a journey through the service."""

from shared.programme.ecoscore import EcoscoreRule, Measure
from shared.programme.quantities import Number, is_number
from shared.programme.reading.node import Node


def read_ecoscore(node: Node | None) -> EcoscoreRule | None:
    """The rule, if the programme has one: bounds rise, marks fall, and there is a mark more than there are bounds."""
    if node is None:
        return None
    marks = node.wholes("marks")
    if len(marks) < len((100, 0)) or list(marks) != sorted(marks, reverse=True):
        node.fault("marks", "marks_not_falling", "from the best to the worst, at least two")
    measures = tuple(_measure(one, len(marks) - 1) for one in node.items("measures"))
    if not measures:
        node.fault("measures", "no_measure", "at least one")
    rule = EcoscoreRule(node.text("suggests"), measures, marks)
    node.done()
    return rule


def _measure(node: Node, count: int) -> Measure:
    measure = Measure(node.text("id"), node.title(), node.text("unit"), _bounds(node, count))
    node.done()
    return measure


def _bounds(node: Node, count: int) -> tuple[Number, ...]:
    value = node.get("bounds")
    numbers = [one for one in value if is_number(one)] if isinstance(value, list) else []
    if len(numbers) != count or numbers != sorted(set(numbers)) or value != numbers:
        node.fault("bounds", "bounds_not_rising", f"{count} different numbers, from the best to the worst")
    return tuple(numbers)
