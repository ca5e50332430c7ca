"""Reads the rules of procedure of a version, and checks what its clauses say of one another."""

from collections.abc import Mapping

from shared.programme.facts import Fact, FactType
from shared.programme.procedure import Procedure, Typologies
from shared.programme.reading.clauses import read_clause
from shared.programme.reading.node import Node
from shared.programme.surveillance import Changes, Ladder, Sampling


def read_procedure(node: Node, facts: Mapping[str, Fact]) -> Procedure:
    """The whole procedure; what it names must be declared."""
    procedure = read_clause(Procedure, node)
    _check_typologies(node.at("typologies"), procedure.typologies, facts)
    _check_sampling(node.at("sampling"), procedure.sampling, {one.id for one in procedure.typologies.options})
    _check_ladder(node.at("ladder"), procedure.ladder, procedure.deadlines)
    _check_changes(node.at("changes").at("triggers"), procedure.changes)
    return procedure


def _check_typologies(node: Node, typologies: Typologies, facts: Mapping[str, Fact]) -> None:
    fact = facts.get(typologies.fact)
    if fact is None or fact.type is not FactType.CHOICE:
        node.fault("fact", "undeclared_fact", "a declared choice")
    elif tuple(one.id for one in typologies.options) != fact.options:
        node.fault("options", "options_differ_from_fact", f"in the same order: {', '.join(fact.options)}")


def _check_sampling(node: Node, sampling: Sampling, typologies: set[str]) -> None:
    for one, stratum in zip(node.items("strata"), sampling.strata, strict=True):
        if stratum.typology is not None and stratum.typology not in typologies:
            one.fault("typology", "typology_unknown", f"one of {', '.join(sorted(typologies))}")


def _check_ladder(node: Node, ladder: Ladder, deadlines: Mapping[str, object]) -> None:
    for one, rung in zip(node.items("rungs"), ladder.rungs, strict=True):
        if rung.deadline and rung.deadline not in deadlines:
            one.fault("deadline", "deadline_unknown", rung.deadline)


def _check_changes(node: Node, changes: Changes) -> None:
    known = {one.id for one in changes.classes}
    for trigger, called in changes.triggers.items():
        if called not in known:
            node.fault(trigger, "change_class_unknown", f"one of {', '.join(sorted(known))}")
