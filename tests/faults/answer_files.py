"""Hostile files of answers, sent to a draft: each must be refused with its code and change nothing."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

from deploy.oracle.ledger import Accepted
from shared.identity.actor import Role
from tests.faults.experiment import Findings
from tests.faults.filer import ORGANISATION
from tests.faults.scene import Scene
from tests.intake.questionnaire.hostile_answers import refused

OFFICER = "fault-officer"
BUSY = frozenset({429, 503})
PATIENCE = 60
PRIOR_REQUEST = {
    "name": "Carnet de glycémie",
    "publisher": "Exemple Santé SAS",
    "category": "condition_follow_up",
    "forms": ["mobile_application"],
    "typology": "without_exchange",
    "usable_by_end_users": True,
    "url": "https://glycemie.example",
}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
}


@dataclass(slots=True)
class Draft:
    """A dossier in draft, and the publisher who brings files to it."""

    scene: Scene
    http: httpx.AsyncClient
    publisher: str
    key: str
    """Begins its idempotency keys."""
    path: str = ""

    async def open(self) -> None:
        """File a prior request and have it validated."""
        role, body = [Role.PUBLISHER], PRIOR_REQUEST
        token = self.scene.line.issuer.token(self.publisher, role, ORGANISATION)
        filed = await self._accepted(self.publisher, token, "/dossiers", f"{self.key}-request", body)
        self.path = f"/dossiers/{filed['id']}"
        token = self.scene.line.issuer.token(OFFICER, [Role.DESK_OFFICER])
        await self._accepted(OFFICER, token, f"{self.path}/validation", f"{self.key}-validation", {})

    async def bring_hostile_files(self, found: Findings) -> None:
        """Send every kind once."""
        before = await self._read()
        for name, (kind, content, code) in refused().items():
            answer = await self._sent(kind, content, f"{self.key}-{name.replace(' ', '-')}")
            body = answer.json()
            codes = {fault["code"] for fault in body.get("faults", ())}
            refusal = (answer.status_code, body.get("code"), codes)
            found.expect(refusal == (422, "faulty_file", {code}), f"{name}: {refusal} instead of {code}")
            found.times += 1
        found.expect(await self._read() == before, f"{self.path} is not as it was before the hostile files")
        found.saw(f"{len(refused())} kinds of hostile answer files refused each with its code")

    async def _accepted(self, who: str, token: str, path: str, key: str, body: object) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {token}", "idempotency-key": key, "if-match": "*"}
        url = self.scene.line.url("intake") + path
        answer = (await self.http.post(url, json=body, headers=headers)).raise_for_status()
        done: dict[str, Any] = answer.json()
        self.scene.ledger.note(
            Accepted(service="intake", path=path, actor=who, key=key, aggregate=done["id"],
                     state=done["state"], version=done["version"], events=tuple(done["events"]))
        )  # fmt: skip
        return done

    async def _sent(self, kind: str, content: bytes, key: str) -> httpx.Response:
        headers = self._headers() | {"idempotency-key": key, "if-match": "*", "content-type": TYPES[kind]}
        url = f"{self.scene.line.url('intake')}{self.path}/answers.{kind}"
        for _ in range(PATIENCE):
            answer = await self.http.put(url, content=content, headers=headers)
            if answer.status_code not in BUSY:
                break
            await asyncio.sleep(1.0)
        return answer

    async def _read(self) -> tuple[int, object]:
        answer = await self.http.get(self.scene.line.url("intake") + self.path, headers=self._headers())
        body = answer.json()
        return answer.status_code, {name: body.get(name) for name in ("state", "version", "draft", "notes")}

    def _headers(self) -> dict[str, str]:
        token = self.scene.line.issuer.token(self.publisher, [Role.PUBLISHER], ORGANISATION)
        return {"authorization": f"Bearer {token}"}
