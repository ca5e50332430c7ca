"""Real input: applications of a public catalogue, made into dossiers, go through the whole line.

A few of each kind; all 353 with WHOLE_CORPUS=1.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deploy.demo.dossier import Dossier, Outcome
from deploy.demo.driving import Drive
from deploy.demo.foresight import foreseen
from deploy.local.line import Line, apart
from deploy.oracle.consultation import consult
from deploy.oracle.quiescence import Endpoints
from deploy.oracle.verdict import as_text
from shared.calendar.paris import paris_day
from shared.programme.loading import published
from shared.programme.version import Programme
from tests.corpus.conversion import CORPUS, converted, records

ROOT = Path(__file__).parents[2] / "build" / "test" / "corpus"
FEW = 3

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason=f"the corpus is not there: {CORPUS}")


def a_few_of_each(programme: Programme, today: date, dossiers: Iterable[Dossier]) -> Iterator[Dossier]:
    """A kind is where it must come before and after its year, with its typology and category."""
    seen: Counter[object] = Counter()
    for one in dossiers:
        kind = (foreseen(one, programme, today), one.service.typology, one.service.category)
        seen[kind] += 1
        if seen[kind] <= FEW or "WHOLE_CORPUS" in os.environ:
            yield one


@pytest.mark.journey
def test_applications_of_every_kind_come_where_their_dossiers_foresee_it_and_the_oracle_holds() -> None:
    today = paris_day(datetime.now(UTC))
    programme = published().in_force_on(today)
    dossiers = list(a_few_of_each(programme, today, (converted(record, programme, today) for record in records())))

    with Line(ROOT, durable=False) as line:
        drive = Drive(line, dossiers, programme, today)
        apart(drive.run)
        endpoints = Endpoints.of(line)
        verdict = apart(lambda: consult(drive.ledger, endpoints))

    seen = Counter(f"{one.rested} → {one.later}" for one in drive.journeys)
    print(dict(seen), f"{verdict.commands} commands, {verdict.events} events, {verdict.repeats} repeats")  # noqa: T201
    strays = [one for one in drive.journeys if not one.as_foreseen]
    assert [(one.dossier.service.name, one.foreseen, one.rested, one.later, one.fault) for one in strays] == []
    assert verdict.holds, as_text(verdict.faults)
    assert len(drive.journeys) == len(dossiers)
    assert set(Counter(one.rested for one in drive.journeys)) == set(Outcome) - {Outcome.EXPIRED}
