"""The wallet over HTTP: documents sent, scanned and read."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

import httpx

from services.intake.wallet.scanning.eicar import EicarOnly
from services.intake.wallet.scanning.scanner import Scan, ScannerUnavailable
from services.intake.wallet.stack import DocumentStack
from services.intake.wallet.storage.folder import Folder
from services.intake.wallet.work.scans import Scans
from shared.identity.actor import Actor
from tests.builders import PUBLISHER
from tests.http.hosting import Desk
from tests.intake.wallet.files import pdf

Content = bytes | AsyncIterator[bytes] | None
_numbers = itertools.count()


@dataclass
class MoodyScanner:
    """Says what the built-in scanner says, unless it is away."""

    away: bool = False
    asked: int = 0
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def scan(self, content: IO[bytes]) -> Scan:
        self.asked += 1
        self.was_asked.set()
        if self.away:
            raise ScannerUnavailable("out to lunch")
        return await EicarOnly().scan(content)


@dataclass
class Wallet:
    """Intake's documents, behind its doors."""

    desk: Desk
    folder: Path
    scanner: MoodyScanner = field(default_factory=MoodyScanner)

    def __post_init__(self) -> None:
        app: Any = self.desk.parts.server.config.app
        app.state.documents = replace(app.state.documents, store=Folder(self.folder), scanner=self.scanner)
        self.stack: DocumentStack = app.state.documents
        self.scans = Scans(self.stack, self.desk.shell)

    async def send(
        self,
        content: Content = None,
        who: Actor = PUBLISHER,
        path: str = "/documents",
        *,
        query: str = "",
        issued_on: str = "2026-02-01",
        **headers: str,
    ) -> httpx.Response:
        """Send a document; each a content of its own, unless one is given."""
        body = pdf(f"document {next(_numbers)}".encode()) if content is None else content
        said = f"type=report&issuer=Laboratoire%20Exemple&issued_on={issued_on}{query}"
        headers = {"content-type": "application/pdf", "if-match": ""} | headers
        return await self.desk.post(who, f"{path}?{said}", content=body, **headers)

    async def sent(self, content: bytes | None = None, who: Actor = PUBLISHER) -> str:
        """Path of a document that was taken, in quarantine still."""
        answer = await self.send(content, who)
        assert answer.status_code == 201, answer.text
        return str(answer.headers["location"])

    async def clean(self, who: Actor = PUBLISHER) -> str:
        """Path of a document that the scan found clean."""
        path = await self.sent(who=who)
        await self.scans.scan_some()
        return path

    async def read(self, path: str, who: Actor = PUBLISHER) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.desk.get(who, path)).json()
        return answer

    def files(self) -> list[str]:
        """What lies in the store."""
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())
