"""Reads the time limits of a version."""

from shared.calendar.periods import Period, Unit
from shared.programme.deadlines import Deadline, Extension, OnExpiry, Running
from shared.programme.reading.node import Node


def read_period(node: Node) -> Period:
    """So many units of legal time, at least one."""
    count = node.days("count")
    if count < 1:
        node.fault("count", "period_empty", "at least one")
    return Period(max(count, 1), node.word("unit", Unit))


def read_deadline(key: str, node: Node) -> Deadline:
    """One time limit; only count, unit and on_expiry are needed."""
    deadline = Deadline(
        key=key,
        period=read_period(node),
        running=node.word("running", Running, Running.AFTER_START),
        reminders=node.wholes("reminders"),
        grace_days=node.days("grace_days", 0),
        extension=_extension(node.maybe_at("extension")),
        stops_for=node.texts("stops_for"),
        on_expiry=node.word("on_expiry", OnExpiry),
    )
    node.done()
    return deadline


def _extension(node: Node | None) -> Extension | None:
    if node is None:
        return None
    extension = Extension(read_period(node), node.whole("times"))
    node.done()
    return extension
