"""Reads the settings of surveillance."""

from types import MappingProxyType

from shared.programme.reading.node import Node
from shared.programme.surveillance import ChangeClass, ComplaintCategory, Ladder, Rung, Sampling, Stratum
from shared.programme.vocabulary import Severity


def read_ladder(node: Node, deadlines: frozenset[str]) -> Ladder:
    """The rungs, mildest first; each names the key of its time limit, if it has one."""
    ladder = Ladder(tuple(_rung(one, deadlines) for one in node.items("rungs")), node.texts("shortcuts"))
    node.done()
    return ladder


def _rung(node: Node, deadlines: frozenset[str]) -> Rung:
    deadline = node.text("deadline", "")
    if deadline and deadline not in deadlines:
        node.fault("deadline", "deadline_unknown", deadline)
    over = node.maybe_whole("commission_over_days")
    rung = Rung(node.text("id"), node.title(), deadline, node.flag("observations"), over)
    node.done()
    return rung


def read_sampling(node: Node, typologies: frozenset[str]) -> Sampling:
    """Rates are shares of the listings of a stratum, from 0 to 1."""
    weights = node.at("severity_weights")
    sampling = Sampling(
        every_listing_within_months=node.whole("every_listing_within_months"),
        criteria_per_listing=node.whole("criteria_per_listing"),
        severity_weights=MappingProxyType({level: weights.whole(level) for level in Severity}),
        strata=tuple(_stratum(one, typologies) for one in node.items("strata")),
    )
    weights.done()
    node.done()
    return sampling


def _stratum(node: Node, typologies: frozenset[str]) -> Stratum:
    rate = node.fraction("rate")
    if rate > 1:
        node.fault("rate", "rate_above_one", "from 0 to 1")
    typology = node.text("typology", "") or None
    if typology is not None and typology not in typologies:
        node.fault("typology", "typology_unknown", f"one of {', '.join(sorted(typologies))}")
    complaints, months = node.maybe_whole("complaints_at_least"), node.maybe_whole("months_since_check_at_least")
    stratum = Stratum(node.text("id"), node.title(), rate, typology, complaints, months)
    node.done()
    return stratum


def read_changes(node: Node) -> tuple[tuple[ChangeClass, ...], dict[str, str]]:
    """The classes of change, and the class that each trigger calls for at least."""
    classes: list[ChangeClass] = []
    for one in node.items("classes"):
        classes.append(ChangeClass(one.text("id"), one.title(), one.text("effect")))
        one.done()
    known = {one.id for one in classes}
    triggers = node.at("triggers")
    calls = {trigger: triggers.text(trigger) for trigger in triggers.value}
    for trigger, called in calls.items():
        if called not in known:
            triggers.fault(trigger, "change_class_unknown", f"one of {', '.join(sorted(known))}")
    node.done()
    return tuple(classes), calls


def read_complaint_category(node: Node) -> ComplaintCategory:
    """What a complaint may be about."""
    severity = node.word("severity", Severity)
    category = ComplaintCategory(node.text("id"), node.title(), severity, node.flag("emergency", False))
    node.done()
    return category
