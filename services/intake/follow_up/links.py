"""Links to the follow-up pages of dossiers: where they lead, whether they still open."""

from datetime import date

import sqlalchemy as sa
from fastapi import Request
from sqlmodel import col

from services.intake.follow_up.domain.link import is_open
from services.intake.follow_up.domain.state import Link, id_of
from services.intake.follow_up.link_keys import key_of, number_of
from services.intake.follow_up.rows import FOLLOW_UP, FollowUpRow
from services.intake.settings import IntakeSettings
from shared.calendar.paris import paris_day
from shared.http.context import http_context
from shared.http.problems import Problem
from shared.http.rates import Limit, count_failure, refuse_guesses
from shared.http.reads import fetch
from shared.persistence.statements import Query, columns_of, parameter

LINK = Query(
    sa.select(*columns_of(FollowUpRow, "body")).where(col(FollowUpRow.id) == parameter("id", col(FollowUpRow.id)))
)


async def link_of(request: Request, dossier: str) -> Link | None:
    """The link as it was renewed last; None: it never was."""
    found = await fetch(request, LINK, id=id_of(dossier))
    return FOLLOW_UP.decode(found[0].body).link if found else None


async def follow_up_url(request: Request, dossier: str) -> str:
    """Where the publisher follows the dossier, with the newest key."""
    settings, link = settings_of(request), await link_of(request, dossier)
    key = key_of(dossier, settings.tracking_secret, link.number if link else 0)
    return f"{settings.root_path}/dossiers/{dossier}/suivi?key={key}"


def number_shown(request: Request, dossier: str, key: str) -> int:
    """The number of the link that a request came by. Problem not_found: no such dossier, or not its key.

    Problem too_many_requests: so many keys from this address opened nothing that no further one is tried.
    """
    refuse_guesses(request, Limit.WRONG_KEYS)
    settings = settings_of(request)
    number = number_of(key, dossier, settings.tracking_secret, settings.tracking_secret_before)
    if number is None:
        count_failure(request, Limit.WRONG_KEYS)
        raise Problem("not_found")
    return number


async def require_open(request: Request, dossier: str, number: int, first_day: date) -> None:
    """Problem link_ended: the link ended by itself, or was renewed."""
    today = paris_day(http_context(request).shell.context.clock.now())
    link = await link_of(request, dossier)
    if not is_open(number, link, first_day, today, settings_of(request).follow_up_days):
        raise Problem("link_ended")


def settings_of(request: Request) -> IntakeSettings:
    """Of the application that serves this request."""
    settings: IntakeSettings = request.app.state.settings
    return settings
