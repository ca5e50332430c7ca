"""What a complaint needs to know of the listing that it is about."""

from uuid import UUID

from fastapi import Request

from services.surveillance.complaint.domain.reception import FiledComplaint, ReceiveComplaint
from services.surveillance.watch.domain.state import watch_of
from services.surveillance.watch.rows import WatchRow
from shared.contracts.vocabulary import DossierId, ListingId
from shared.http.problems import Problem
from shared.http.reads import row


async def filed_complaint(asked: ReceiveComplaint, request: Request) -> FiledComplaint:
    """The complaint with the dossier of its listing. Problem not_found: surveillance knows no such listing."""
    try:
        listing = str(UUID(asked.listing))
    except ValueError:
        raise Problem("not_found") from None
    known = await row(request, WatchRow, watch_of(listing))
    assert known.dossier
    return FiledComplaint(
        asked=asked,
        listing=ListingId(listing),
        dossier=DossierId(known.dossier),
        organisation=known.organisation,
    )
