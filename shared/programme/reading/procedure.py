"""Reads the rules of procedure of a version."""

from collections.abc import Mapping
from types import MappingProxyType

from shared.programme.facts import Fact, FactType
from shared.programme.procedure import Choice, Prerequisites, Procedure, Typologies, Typology, Validity
from shared.programme.reading.deadlines import read_deadline
from shared.programme.reading.ecoscore import read_ecoscore
from shared.programme.reading.node import Node
from shared.programme.reading.surveillance import read_changes, read_complaint_category, read_ladder, read_sampling
from shared.programme.vocabulary import Step


def read_procedure(node: Node, facts: Mapping[str, Fact]) -> Procedure:
    """Every section is needed; what they hold is free."""
    deadlines = {key: read_deadline(key, one) for key, one in node.each("deadlines")}
    typologies = _typologies(node.at("typologies"), facts)
    renewal = node.at("renewal")
    classes, triggers = read_changes(node.at("changes"))
    procedure = Procedure(
        deadlines=MappingProxyType(deadlines),
        prerequisites=_prerequisites(node.at("prerequisites")),
        typologies=typologies,
        categories=tuple(_choice(one) for one in node.items("categories")),
        validity=_validity(node.at("validity"), renewal),
        reminders=renewal.wholes("reminders"),
        evidence_reminders=node.wholes("evidence_reminders"),
        sampling=read_sampling(node.at("sampling"), frozenset(one.id for one in typologies.options)),
        ladder=read_ladder(node.at("ladder"), frozenset(deadlines)),
        change_classes=classes,
        change_triggers=MappingProxyType(triggers),
        complaint_categories=tuple(read_complaint_category(one) for one in node.items("complaint_categories")),
        ecoscore=read_ecoscore(node.maybe_at("ecoscore")),
    )
    renewal.done()
    node.done()
    return procedure


def _choice(node: Node) -> Choice:
    choice = Choice(node.text("id"), node.title())
    node.done()
    return choice


def _typologies(node: Node, facts: Mapping[str, Fact]) -> Typologies:
    typologies = Typologies(node.text("fact"), tuple(_typology(one) for one in node.items("options")))
    fact = facts.get(typologies.fact)
    if fact is None or fact.type is not FactType.CHOICE:
        node.fault("fact", "undeclared_fact", "a declared choice")
    elif tuple(one.id for one in typologies.options) != fact.options:
        node.fault("options", "options_differ_from_fact", f"in the same order: {', '.join(fact.options)}")
    node.done()
    return typologies


def _typology(node: Node) -> Typology:
    typology = Typology(node.text("id"), node.title(), node.flag("exchange", False))
    node.done()
    return typology


def _prerequisites(node: Node) -> Prerequisites:
    prerequisites = Prerequisites(
        complete_required_before=node.word("complete_required_before", Step),
        convention_required_before=node.word("convention_required_before", Step),
        tests_required_before=node.word("tests_required_before", Step),
    )
    node.done()
    return prerequisites


def _validity(node: Node, renewal: Node) -> Validity:
    validity = Validity(
        months=node.days("months"),
        counted_from=node.text("counted_from"),
        renewal_opens_days=renewal.days("opens_days"),
        grace_while_pending=renewal.flag("grace_while_pending"),
    )
    if validity.months < 1:
        node.fault("months", "period_empty", "at least one")
    node.done()
    return validity
