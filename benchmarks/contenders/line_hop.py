"""Our line for the benchmark: the real process (shell, relay, consumer, journal) with an act that only passes on.

Settings come from the environment as for every service, plus HOP.

python -m benchmarks.contenders.line_hop
"""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from benchmarks.load import topic
from shared.acts.act import act
from shared.acts.change import Change
from shared.acts.life import Life
from shared.acts.moment import Moment
from shared.contracts.registry import WIRES, Wire, event
from shared.contracts.topics import PARKED
from shared.delivery.kafka.subscription import On
from shared.delivery.schema.tables import delivery_tables
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow
from shared.runtime.process import run
from shared.runtime.service import Service, Slice

HOP = int(os.environ.get("HOP", "0"))
NAME = f"hop{HOP}"
BEFORE = f"hop{HOP - 1}" if HOP else "load"


class State(StrEnum):
    """One state is enough."""

    PASSED = "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """The aggregate: about 1 KB."""

    id: str
    dossier: str
    content: str
    state: State = State.PASSED
    programme: str | None = None


@event("hop", topic=topic(HOP))
@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What comes in."""

    dossier: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What goes out; the next hop reads it as `Arrived`."""

    dossier: str
    content: str


TYPE = WIRES[Arrived].type
WIRES[Arrived] = Wire(TYPE, topic(HOP), BEFORE, subject="dossier")
WIRES[Left] = Wire(TYPE, topic(HOP + 1), NAME, subject="dossier")


@act("B-01", "benchmark")
def pass_on(parcel: Parcel | None, arrived: Arrived, moment: Moment) -> Change[Parcel]:
    """Keep it and pass it on."""
    kept = Parcel(id=arrived.dossier, dossier=arrived.dossier, content=arrived.content)
    return Change(kept).telling(Left(dossier=arrived.dossier, content=arrived.content))


class BenchmarkTable(SQLModel, registry=registry()):
    """Base of the benchmark's tables."""


class ParcelRow(BenchmarkTable, AggregateRow, table=True):
    """One parcel."""

    __tablename__ = "parcels"


delivery_tables(BenchmarkTable.metadata)
PARKED[NAME] = PARKED["intake"]
PARCEL = Aggregate("parcel", Parcel, ParcelRow, Life(((None, State.PASSED), pass_on, State.PASSED)))
SERVICE = Service(
    name=NAME,
    title="Benchmark",
    slices=(Slice(aggregate=PARCEL, subscriptions=(On(Arrived, pass_on, PARCEL),)),),
    metadata=BenchmarkTable.metadata,
    migrations=Path(__file__).parents[2] / "services" / "intake" / "migrations",
)

if __name__ == "__main__":
    run(SERVICE)
