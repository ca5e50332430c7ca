"""26: files of strangers of every kind while dossiers flow; each is refused with its code and leaves nothing."""

import asyncio
import hashlib
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from deploy.oracle.ledger import Accepted
from shared.identity.actor import Role
from tests.faults.answer_files import Draft
from tests.faults.experiment import Experiment, Findings
from tests.faults.filer import ORGANISATION
from tests.faults.hands import all_ready, process_of
from tests.faults.load import Load
from tests.faults.scene import Scene
from tests.intake.wallet.files import pdf
from tests.intake.wallet.hostile import REFUSED

STRANGER = "fault-stranger"
BUSY = frozenset({429, 503})
PATIENCE = 60
SAID = {"type": "report", "issuer": "Laboratoire", "issued_on": "2020-01-02"}
FUTURE = SAID | {"issued_on": "2999-01-01"}


async def files(scene: Scene, found: Findings) -> None:
    """Hostile documents and files of answers are refused each with its code, honest ones come in, dossiers flow."""
    found.done = "hostile file sent"
    folder = scene.line.stack.root / "documents"
    before, pid, key = _stored(folder), process_of(scene.line, "intake").pid, scene.new_key()
    kept: set[str] = set()
    async with Load(scene, found), httpx.AsyncClient(timeout=60, trust_env=False) as http:
        draft = Draft(scene, http, STRANGER, f"{key}-draft")
        await draft.open()
        await draft.bring_hostile_files(found)
        for number in range(scene.times(5)):
            for name, (content, code) in REFUSED.items():
                answer = await _sent(scene, http, f"{key}-{number}-{found.times}", content, SAID)
                told = answer.json().get("code")
                found.expect(told == code, f"{name}: {answer.status_code} {told} instead of {code}")
                found.times += 1
            await _broken_off(scene, f"{key}-{number}-broken")
            honest = pdf(f"{key} {number}".encode())
            late = await _sent(scene, http, f"{key}-{number}-future", honest, FUTURE)
            found.expect(late.status_code == 422, f"dated in the future: {late.status_code}")
            await _accepted(scene, http, f"{key}-{number}-honest", honest)
            kept.add(hashlib.sha256(honest).hexdigest())
    await all_ready(scene.line)
    found.expect(process_of(scene.line, "intake").pid == pid, "intake was started anew")
    left = _stored(folder) - before
    found.expect(left == kept, f"in the store: {sorted(left ^ kept)[:5]}")
    found.saw(f"{len(REFUSED)} kinds refused each with its code, {len(kept)} honest documents kept and nothing else")
    await scene.judge(found)


async def _sent(
    scene: Scene, http: httpx.AsyncClient, key: str, content: bytes, said: dict[str, str]
) -> httpx.Response:
    token = scene.line.issuer.token(STRANGER, [Role.PUBLISHER], ORGANISATION)
    headers = {"authorization": f"Bearer {token}", "idempotency-key": key, "content-type": "application/pdf"}
    for _ in range(PATIENCE):
        answer = await http.post(scene.line.url("intake") + "/documents", params=said, content=content, headers=headers)
        if answer.status_code not in BUSY:
            break
        await asyncio.sleep(1.0)
    return answer


async def _accepted(scene: Scene, http: httpx.AsyncClient, key: str, content: bytes) -> None:
    answer = await _sent(scene, http, key, content, SAID)
    told = answer.raise_for_status().json()
    scene.ledger.note(
        Accepted(service="intake", path="/documents", actor=STRANGER, key=key, aggregate=told["id"],
                 state=told["state"], version=told["version"], events=tuple(told["events"]))
    )  # fmt: skip


async def _broken_off(scene: Scene, key: str) -> None:
    """An upload whose sender goes away in the middle."""
    address = urlsplit(scene.line.url("intake"))
    token = scene.line.issuer.token(STRANGER, [Role.PUBLISHER], ORGANISATION)
    _, writer = await asyncio.open_connection(address.hostname, address.port)
    head = (
        "POST /documents?type=report&issuer=Laboratoire&issued_on=2020-01-02 HTTP/1.1\r\n"
        f"host: {address.netloc}\r\nauthorization: Bearer {token}\r\nidempotency-key: {key}\r\n"
        "content-length: 100000\r\n\r\n"
    )
    writer.write(head.encode() + pdf()[:200])
    await writer.drain()
    writer.close()


def _stored(folder: Path) -> set[str]:
    return {file.name for file in folder.rglob("*") if file.is_file()}


EXPERIMENT = Experiment(number=26, title="files of strangers", run=files)
