"""The oracle can fail: each thing that may go wrong on the topics is named when it is put into a good line."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from deploy.oracle.judgement import judge
from deploy.oracle.snapshot import PublishedRecord
from tests.builders import some_id
from tests.oracle.builders import DOSSIER, LISTING, a_ledger, with_records


def _without(event: str) -> Callable[[list[PublishedRecord]], list[PublishedRecord]]:
    return lambda records: [one for one in records if one.name != event]


def _renamed(one: PublishedRecord, **changes: object) -> PublishedRecord:
    return replace(one, **changes)  # type: ignore[arg-type]  # fields of PublishedRecord


WIRE = {
    "an event is missing": (_without("Filed"), "lost", "Filed, sequence 1, was journaled and not published"),
    "the last event is missing": (_without("ListingPublished"), "lost", "sequence 1, was journaled and not published"),
    "an event is published twice under two ids": (
        lambda records: [*records, _renamed(records[0], id=some_id("again"), offset=9)],
        "doubled",
        "sequence 1 under different ids",
    ),
    "an event is published that nobody journaled": (
        lambda records: [*records, _renamed(records[0], id=some_id("invented"), sequence=3, offset=9)],
        "doubled",
        "Filed, sequence 3, was published and not journaled",
    ),
    "two events change places": (
        lambda records: [records[1], records[0], *records[2:]],
        "disordered",
        "sequence on the wire [2, 1]",
    ),
    "an aggregate is published in two partitions": (
        lambda records: [_renamed(records[0], partition=1), *records[1:]],
        "disordered",
        "in several partitions",
    ),
    "an event is another than the one journaled": (
        lambda records: [_renamed(records[0], name="Rejected"), *records[1:]],
        "differs",
        "sequence 1 is Rejected, journaled was Filed",
    ),
    "an event travels under another key": (
        lambda records: [_renamed(records[0], subject=LISTING), *records[1:]],
        "differs",
        f"its key is {DOSSIER}",
    ),
    "the state topic has no record of a listing": (_without("PublicListing"), "lost", "the topic says None"),
    "the state topic says something else": (
        lambda records: [*records[:3], _renamed(records[3], body={"state": "expired"})],
        "differs",
        "stored {'state': 'published'}, the topic says {'state': 'expired'}",
    ),
    "the state topic falls back": (
        lambda records: [*records[:3], _renamed(records[3], id=some_id("later"), sequence=2), records[3]],
        "disordered",
        "after sequence 2",
    ),
    "a suspension was published that the catalogue does not show": (
        lambda records: [
            *records,
            _renamed(records[2], id=some_id("s"), name="ListingSuspended", sequence=2, offset=9),
        ],
        "differs",
        "'state': 'suspended'",
    ),
}


@pytest.mark.parametrize(("change", "kind", "detail"), WIRE.values(), ids=WIRE)
def test_what_is_wrong_on_the_wire_is_named(
    change: Callable[[list[PublishedRecord]], list[PublishedRecord]], kind: str, detail: str
) -> None:
    faults = judge(with_records(change), a_ledger()).faults

    assert [fault for fault in faults if fault.kind == kind and detail in fault.detail], faults
