"""A service as data: what `main.py` puts together and a process runs."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, FastAPI

from shared.acts.act import AnyAct
from shared.base.progress import Progress
from shared.contracts.kafka_names import KafkaNames
from shared.delivery.kafka.subscription import On, Subscriptions
from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.transaction import Shell
from shared.http.problem_kinds import Kind, declare
from shared.runtime.settings import ServiceSettings
from shared.signing.verifier import Verifier

Loop = Callable[[Progress], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """A loop of a service's own, for what takes time and cannot be inside a transaction. Runs with the role worker."""

    name: str
    acts: tuple[AnyAct, ...]
    """The acts by which it tells what it found out."""
    loop: Callable[[FastAPI, Shell], Loop]
    """Made once, from the application (as `configure` left it) and the shell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One aggregate of a service with all that leads to it and is read of it; or a group of pages without one."""

    aggregate: Aggregate[Any] | None = None
    subscriptions: Sequence[On] = ()
    routers: Sequence[APIRouter] = ()
    """Commands, reads and pages. All slices' paths together are the service's paths."""
    refusals: Mapping[str, Kind] = field(default_factory=dict)
    """The refusal codes that only this slice uses."""
    background: Sequence[Background] = ()


@dataclass(frozen=True, kw_only=True)
class Service:
    """One of the five: its slices, and what belongs to none of them.

    ValueError: two slices declare one refusal code with different contents.
    """

    name: str
    title: str
    """For people, French first: shown in the API docs and on pages."""
    slices: Sequence[Slice]
    metadata: sa.MetaData
    migrations: Path
    other_routers: Sequence[APIRouter] = ()
    """Those that belong to no slice: sign-in, static files."""
    settings: type[ServiceSettings] = ServiceSettings
    configure: Callable[[FastAPI, Any], None] = field(default=lambda app, settings: None)
    """For what a service's pages need of its own settings."""
    close: Callable[[FastAPI], Awaitable[None]] | None = None
    """For what `configure` opened; awaited when nothing is served any more."""
    causes: Callable[[Any], Awaitable[Sequence[str]]] | None = None
    """From its settings: what its own servers lack (where it keeps documents), one line each, in readiness and in
    `config check`. It is served without them, all but what needs them."""
    names: KafkaNames = field(default_factory=KafkaNames)
    verifier: Verifier | None = None
    """Checks the signatures of what comes from other services; None: whatever comes from the right place is taken."""

    def __post_init__(self) -> None:
        for one in self.slices:
            declare(one.refusals)

    @cached_property
    def aggregates(self) -> tuple[Aggregate[Any], ...]:
        """All its aggregates, in the order of its slices."""
        return tuple(one.aggregate for one in self.slices if one.aggregate)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        """All that it listens to."""
        ons = (on for one in self.slices for on in one.subscriptions)
        return Subscriptions(self.name, *ons).named(self.names).checked_by(self.verifier)

    @cached_property
    def routers(self) -> tuple[APIRouter, ...]:
        """All its paths."""
        return (*(router for one in self.slices for router in one.routers), *self.other_routers)

    @cached_property
    def background(self) -> tuple[Background, ...]:
        """All its loops."""
        return tuple(work for one in self.slices for work in one.background)
