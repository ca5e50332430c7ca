"""Reads conditions on facts, and the facts that are derived from other facts by a condition."""

from collections.abc import Mapping
from types import MappingProxyType

from shared.programme.expressions import Expression, compiled
from shared.programme.facts import Fact, FactType
from shared.programme.reading.node import Node
from shared.programme.tokens import ExpressionRefused

NEVER = Expression("false", frozenset(), lambda known: False)


def read_expression(node: Node, key: str, facts: Mapping[str, Fact]) -> Expression:
    """The condition under a key; each fault in it is told with its column in the expression."""
    source = node.text(key)
    try:
        return compiled(source, facts) if source else NEVER
    except ExpressionRefused as refused:
        for error in refused.faults:
            node.fault(key, error.code, f"column {error.position}: {error.detail}")
        return NEVER


def read_derivations(nodes: Mapping[str, Node], facts: Mapping[str, Fact]) -> Mapping[str, Expression]:
    """The condition behind each derived fact, in an order in which each reads only what stands before it."""
    derived = {id_: read_expression(nodes[id_], "derived_if", facts) for id_, fact in facts.items() if fact.derived}
    for id_ in derived:
        if facts[id_].type is not FactType.BOOLEAN:
            nodes[id_].fault("derived_if", "derived_not_boolean")
    ordered: dict[str, Expression] = {}
    while ready := [id_ for id_ in derived if id_ not in ordered and _settled(derived[id_], derived, ordered)]:
        ordered.update({id_: derived[id_] for id_ in ready})
    for id_, condition in derived.items():
        if id_ not in ordered:
            round_ = sorted(condition.facts & derived.keys() - ordered.keys())
            nodes[id_].fault("derived_if", "derivation_cycle", f"{id_} rests on {', '.join(round_)}")
    return MappingProxyType(ordered)


def _settled(expression: Expression, derived: Mapping[str, Expression], ordered: Mapping[str, Expression]) -> bool:
    return all(fact in ordered or fact not in derived for fact in expression.facts)
