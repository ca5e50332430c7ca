"""The oracle: content with a good line, strict with a ledger that does not fit it."""

from dataclasses import replace

import pytest

from deploy.oracle.judgement import judge
from deploy.oracle.ledger import Ledger
from deploy.oracle.snapshot import Snapshot
from deploy.oracle.verdict import Kind, Verdict
from shared.acts.moment import derived_id
from tests.builders import some_id
from tests.oracle.builders import (
    DECIDED,
    DOSSIER,
    LISTING,
    a_ledger,
    a_snapshot,
    journal_of,
    with_database,
    with_records,
)


def judged(snapshot: Snapshot, ledger: Ledger | None = None) -> Verdict:
    return judge(snapshot, ledger or a_ledger())


def kinds(snapshot: Snapshot) -> set[str]:
    return {str(fault.kind) for fault in judged(snapshot).faults}


def test_a_line_where_all_is_well_has_no_faults() -> None:
    verdict = judged(a_snapshot())

    assert verdict.faults == ()
    assert verdict.holds
    assert (verdict.commands, verdict.aggregates, verdict.entries, verdict.events, verdict.repeats) == (2, 2, 3, 4, 0)


def test_a_repeat_of_the_same_event_on_the_wire_is_counted_and_no_fault() -> None:
    verdict = judged(with_records(lambda records: [*records, replace(records[0], offset=9)]))

    assert verdict.holds
    assert verdict.repeats == 1


def test_an_unreadable_record_is_named() -> None:
    assert kinds(replace(a_snapshot(), unreadable=("referencement.intake.v1/0@4 unknown_type",))) == {"parked"}


def test_a_record_that_was_set_aside_on_purpose_is_neither_a_fault_nor_lost() -> None:
    aside = {derived_id(DECIDED, LISTING): "granted_otherwise"}
    waiting = with_database(
        "catalogue", lambda database: replace(database, rows=(), journal=(), snapshots={}, parked=aside)
    )
    waiting = replace(waiting, records=waiting.records[:2])

    assert judge(waiting, a_ledger(), parked=1).holds
    assert [str(fault.kind) for fault in judge(waiting, a_ledger()).faults] == ["parked"]


def test_commands_of_others_are_no_fault_where_the_ledger_is_not_complete() -> None:
    stranger = with_database(
        "decision",
        lambda database: replace(
            a_snapshot().databases["intake"],
            service="decision",
            journal=journal_of(DOSSIER, [("file_it", "http", some_id("m"), "filed", "")]),
            rows=(),
        ),
    )

    found = judge(stranger, a_ledger(), complete=False).faults

    assert not [fault for fault in found if "not answered to anybody" in fault.detail]


def test_what_did_not_come_to_rest_is_a_fault() -> None:
    verdict = judge(a_snapshot(), a_ledger(), unsettled=("intake: 4 records not consumed",))

    assert verdict.number(Kind.UNSETTLED) == 1


def test_a_second_answer_to_the_same_command_must_be_the_first_one() -> None:
    ledger = a_ledger()
    first = next(iter(ledger))

    ledger.note(replace(first), replayed=True)
    with pytest.raises(ValueError, match="answered"):
        ledger.note(replace(first, version=7))

    assert (len(ledger), ledger.replays) == (2, 1)


def test_an_answer_that_differs_from_the_journal_is_named() -> None:
    ledger = Ledger()
    for one in a_ledger():
        ledger.note(replace(one, version=one.version + 1) if one.path == "/decide" else one)

    assert {str(fault.kind) for fault in judged(a_snapshot(), ledger).faults} == {"differs"}
