"""A test run is recorded: the tests pass when no case failed; else the publisher may try again."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from services.evaluation.connection_tests.domain.state import ConnectionTests, Run, TrackState
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment
from shared.acts.refusal import Invalid
from shared.contracts.evaluation.connection_tests import ConnectionTestsFailed, ConnectionTestsPassed
from shared.identity.actor import Role
from shared.programme.faults import Fault
from shared.texts.fields import VersionName
from shared.texts.identifiers import ListOf

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
MOST_CASES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTestRun(Command):
    """Version of the interface tested, and codes of the cases that failed; both travel in events, so no free text."""

    api_version: VersionName
    failed_cases: Annotated[tuple[VersionName, ...], ListOf(MOST_CASES)] = ()


@act("E-07", "process.md 2.4, connection tests; 3.2", by=Role.EVALUATOR)
def record_test_run(tests: ConnectionTests, command: RecordTestRun, moment: Moment) -> Change[ConnectionTests]:
    """Retries are free until a pass, also after the due day. Refused: Invalid."""
    faults = list(_faults(command))
    if faults:
        raise Invalid(faults)
    run = Run(on=moment.day, api_version=command.api_version, failed_cases=command.failed_cases)
    runs = (*tests.runs, run)
    if run.failed_cases:
        return becomes(tests, state=TrackState.FAILED, runs=runs).telling(
            ConnectionTestsFailed(dossier=tests.dossier, failed_on=run.on, failed_cases=run.failed_cases)
        )
    return (
        becomes(tests, state=TrackState.PASSED, runs=runs)
        .telling(ConnectionTestsPassed(dossier=tests.dossier, passed_on=run.on, api_version=run.api_version))
        .no_longer_awaiting("remind_connection_tests", "escalate_connection_tests")
    )


def _faults(command: RecordTestRun) -> Iterator[Fault]:
    code = "up to 64 letters, digits and . _ : -"
    if not CODE.fullmatch(command.api_version):
        yield Fault("api_version", "not_a_code", code)
    if len(command.failed_cases) > MOST_CASES:
        yield Fault("failed_cases", "too_many", f"at most {MOST_CASES}")
    named = Counter(command.failed_cases)
    for place, case in enumerate(command.failed_cases[:MOST_CASES]):
        if not CODE.fullmatch(case):
            yield Fault(f"failed_cases.{place}", "not_a_code", code)
        elif named[case] > 1:
            yield Fault(f"failed_cases.{place}", "repeated", "each case once")
