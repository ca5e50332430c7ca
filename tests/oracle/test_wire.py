"""The oracle can fail: each thing that may go wrong on the topics is named when it is put into a good line."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from deploy.oracle.judgement import judge
from deploy.oracle.snapshot import Told
from tests.builders import some_id
from tests.oracle.builders import DOSSIER, LISTING, a_ledger, with_told


def _without(event: str) -> Callable[[list[Told]], list[Told]]:
    return lambda told: [one for one in told if one.name != event]


def _renamed(one: Told, **changes: object) -> Told:
    return replace(one, **changes)  # type: ignore[arg-type]  # fields of Told


WIRE = {
    "an event is missing": (_without("Filed"), "lost", "Filed, sequence 1, was journaled and not told"),
    "the last event is missing": (_without("ListingPublished"), "lost", "sequence 1, was journaled and not told"),
    "an event is told twice under two ids": (
        lambda told: [*told, _renamed(told[0], id=some_id("again"), offset=9)],
        "doubled",
        "sequence 1 under different ids",
    ),
    "an event is told that nobody journaled": (
        lambda told: [*told, _renamed(told[0], id=some_id("invented"), sequence=3, offset=9)],
        "doubled",
        "Filed, sequence 3, was told and not journaled",
    ),
    "two events change places": (
        lambda told: [told[1], told[0], *told[2:]],
        "disordered",
        "sequence on the wire [2, 1]",
    ),
    "an aggregate is told in two partitions": (
        lambda told: [_renamed(told[0], partition=1), *told[1:]],
        "disordered",
        "in several partitions",
    ),
    "an event is another than the one journaled": (
        lambda told: [_renamed(told[0], name="Rejected"), *told[1:]],
        "differs",
        "sequence 1 is Rejected, journaled was Filed",
    ),
    "an event travels under another key": (
        lambda told: [_renamed(told[0], subject=LISTING), *told[1:]],
        "differs",
        f"its key is {DOSSIER}",
    ),
    "the state topic never heard of a listing": (_without("PublicListing"), "lost", "the topic says None"),
    "the state topic says something else": (
        lambda told: [*told[:3], _renamed(told[3], body={"state": "expired"})],
        "differs",
        "stored {'state': 'published'}, the topic says {'state': 'expired'}",
    ),
    "the state topic falls back": (
        lambda told: [*told[:3], _renamed(told[3], id=some_id("later"), sequence=2), told[3]],
        "disordered",
        "after sequence 2",
    ),
    "a suspension was told that the catalogue does not show": (
        lambda told: [*told, _renamed(told[2], id=some_id("s"), name="ListingSuspended", sequence=2, offset=9)],
        "differs",
        "'state': 'suspended'",
    ),
}


@pytest.mark.parametrize(("change", "kind", "detail"), WIRE.values(), ids=WIRE)
def test_what_is_wrong_on_the_wire_is_named(change: Callable[[list[Told]], list[Told]], kind: str, detail: str) -> None:
    faults = judge(with_told(change), a_ledger()).faults

    assert [fault for fault in faults if fault.kind == kind and detail in fault.detail], faults
