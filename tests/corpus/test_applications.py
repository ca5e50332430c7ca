"""Real input: 353 applications of a public catalogue, made into dossiers, go through the whole line."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.demo.dossier import Outcome
from deploy.demo.driving import Drive
from deploy.local.line import Line, apart
from shared.calendar.paris import paris_day
from shared.programme.loading import published
from shared.runtime.clock import SimulatedClock
from tests.corpus.conversion import CORPUS, converted, records
from tests.oracle.oracle import consult
from tests.oracle.settling import Place
from tests.oracle.verdict import told

ROOT = Path(__file__).parents[2] / "build" / "test" / "corpus"

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason=f"the corpus is not there: {CORPUS}")


@pytest.mark.journey
def test_353_applications_all_come_where_their_dossiers_foresee_it_and_the_oracle_holds() -> None:
    today = paris_day(datetime.now(UTC))
    programme = published().in_force_on(today)
    dossiers = [converted(record, programme, today) for record in records()]

    with Line(ROOT, durable=False) as line:
        drive = Drive(line, dossiers, programme, today)
        apart(drive.run)
        place = Place(line.databases, line.bootstrap_servers, SimulatedClock(line.clock_file).now, line.verifier)
        verdict = apart(lambda: consult(drive.ledger, place))

    seen = Counter(f"{one.rested} → {one.later}" for one in drive.journeys)
    print(dict(seen), f"{verdict.commands} commands, {verdict.events} events, {verdict.repeats} repeats")  # noqa: T201
    strays = [one for one in drive.journeys if not one.as_foreseen]
    assert [(one.dossier.service.name, one.foreseen, one.rested, one.later, one.fault) for one in strays] == []
    assert verdict.holds, told(verdict.faults)
    assert len(drive.journeys) == 353
    assert set(Counter(one.rested for one in drive.journeys)) == set(Outcome) - {Outcome.EXPIRED}
