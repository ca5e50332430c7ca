"""The read of the connection tests of one dossier."""

from fastapi import APIRouter, Request, Response

from services.evaluation.access import STAFF, only_own
from services.evaluation.connection_tests.domain.state import connection_tests_of
from services.evaluation.connection_tests.rows import CONNECTION_TESTS, ConnectionTestsRow
from shared.http.commands import path_id
from shared.http.context import http_context
from shared.http.read_journal import Read, journal_read
from shared.http.reads import row, shown
from shared.identity.actor import Role

router = APIRouter(tags=["evaluation"])


@router.get("/evaluations/{id}/connection-tests", summary="The connection tests of one dossier")
async def connection_tests(request: Request, id: str) -> Response:  # noqa: A002
    """Runs and due day; not_found for a service without exchange. A publisher sees its own only."""
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, ConnectionTestsRow, connection_tests_of(path_id(request)))
    only_own(actor, found.organisation)
    await journal_read(request, actor, Read("connection_tests", [found.id], found.dossier))
    return shown(CONNECTION_TESTS, found)
