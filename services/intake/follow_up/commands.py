"""The command that renews the link to a follow-up page."""

from fastapi import Request

from services.intake.application.rows import ApplicationRow
from services.intake.follow_up.domain.link import LinkRenewal, RenewFollowUpLink, renew_follow_up_link
from services.intake.follow_up.domain.state import id_of
from services.intake.follow_up.links import settings_of
from services.intake.follow_up.rows import FOLLOW_UP
from shared.contracts.vocabulary import DossierId
from shared.http.commands import Command, command_router
from shared.http.reads import row


async def _with_dossier(asked: RenewFollowUpLink, request: Request) -> LinkRenewal:
    """The command with its dossier. Problem: not_found."""
    found = await row(request, ApplicationRow, columns=("id", "organisation"))
    return LinkRenewal(
        asked=asked,
        dossier=DossierId(found.id),
        organisation=found.organisation,
        overlap_days=settings_of(request).follow_up_overlap_days,
    )


RENEWAL = Command(
    "/dossiers/{id}/follow-up-link",
    RenewFollowUpLink,
    renew_follow_up_link,
    FOLLOW_UP,
    prepare=_with_dossier,
    target=id_of,
)
COMMANDS = (RENEWAL,)
ROUTER = command_router(*COMMANDS)
