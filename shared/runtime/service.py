"""A service as data: what `main.py` puts together and a process runs."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, FastAPI

from shared.acts.act import AnyAct
from shared.delivery.aggregates import Aggregate
from shared.delivery.shell import Shell
from shared.delivery.subscription import Subscriptions
from shared.runtime.progress import Progress
from shared.runtime.settings import ServiceSettings

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
class Service:
    """One of the five."""

    name: str
    title: str
    """For people, French first: shown in the API docs and on pages."""
    aggregates: tuple[Aggregate[Any], ...]
    subscriptions: Subscriptions
    metadata: sa.MetaData
    migrations: Path
    routers: tuple[APIRouter, ...]
    settings: type[ServiceSettings] = ServiceSettings
    configure: Callable[[FastAPI, Any], None] = field(default=lambda app, settings: None)
    """For what a service's pages need of its own settings."""
    close: Callable[[FastAPI], Awaitable[None]] | None = None
    """For what `configure` opened; awaited when nothing is served any more."""
    background: tuple[Background, ...] = ()
    causes: Callable[[Any], Awaitable[Sequence[str]]] | None = None
    """From its settings: what its own servers lack (where it keeps documents), one line each, in readiness and in
    `config check`. It is served without them, all but what needs them."""
