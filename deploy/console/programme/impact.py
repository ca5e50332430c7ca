"""The impact of a change of the programme on all dossiers of the line, before it is published."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date

import asyncpg
import msgspec
from rich.console import Console
from rich.progress import Progress
from rich.table import Column, Table

from deploy.console.terminal import cell
from services.intake.application.domain.state import Application
from services.intake.programme.domain.impact import OPEN, DossierImpact, Standing, impact_on
from shared.calendar.periods import anniversary
from shared.programme.comparing.difference import Effect
from shared.programme.comparing.impact import Impact

AT_ONCE = 500
WHERE = "FROM applications a LEFT JOIN follow_ups f ON f.dossier = a.id WHERE a.state = ANY($1::text[])"
SELECT = f"SELECT a.body::text AS body, f.body->>'steps' AS steps {WHERE} ORDER BY a.id"
STATES = [str(state) for state in OPEN]
decode_application = msgspec.json.Decoder(Application).decode
decode_steps = msgspec.json.Decoder(list[dict[str, str]]).decode


async def impacts(conn: asyncpg.Connection, impact: Impact, day: date) -> AsyncIterator[DossierImpact]:
    """Every open dossier and every listed service, with progress on the error output."""
    total = await conn.fetchval(f"SELECT count(*) {WHERE}", STATES)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("dossiers", total=total)
        async with conn.transaction(readonly=True):
            async for row in conn.cursor(SELECT, STATES, prefetch=AT_ONCE):
                progress.advance(task)
                events = [step["event"] for step in decode_steps(row["steps"] or "[]")]
                found = impact_on(decode_application(row["body"]), events, impact, day)
                if found is not None:
                    yield found


def table(found: Sequence[DossierImpact]) -> Table:
    """The dossiers that the change touches."""
    service, conformity = Column("service", min_width=18), Column("conformity", min_width=13)
    shown = Table(service, "is", "pinned", conformity, "would fail", "would miss", "would satisfy")
    for one in found:
        file = one.impact
        states = dict.fromkeys((str(file.before or "-"), file.refused or str(file.after)))
        ids = (", ".join(ids) or "-" for ids in (file.failing, file.missing, file.satisfied))
        told = (one.service, one.standing, one.programme, " → ".join(states), *ids)
        shown.add_row(*map(cell, told))
    return shown


def heading(impact: Impact) -> Iterable[str]:
    """What the change is, and until when listed services have to follow."""
    later = impact.after
    ends = anniversary(later.effective_from, later.transition_months)
    yield f"{impact.before.ref} -> {later.ref}, in force from {later.effective_from}; transition ends {ends}"
    for effect in Effect:
        if ids := impact.difference.criteria_with(effect):
            yield f"criteria {effect}: {', '.join(ids)}"


def totals(found: Sequence[DossierImpact], examined: Counter[Standing]) -> Iterable[str]:
    """How many are touched, and by which criteria most."""
    for standing in Standing:
        touched = [one for one in found if one.standing is standing]
        unable = sum(one.impact.refused != "" for one in touched)
        yield (
            f"{standing}: {examined[standing]} examined, {len(touched)} touched; "
            f"{sum(bool(one.impact.failing) for one in touched)} would fail a criterion, "
            f"{sum(bool(one.impact.missing) for one in touched)} would miss something, "
            f"{sum(bool(one.impact.satisfied) for one in touched)} would satisfy more, {unable} cannot be judged"
        )
    worst = Counter(id_ for one in found for id_ in (*one.impact.failing, *one.impact.missing))
    if worst:
        yield f"most often: {', '.join(f'{id_} ({count})' for id_, count in worst.most_common(10))}"
