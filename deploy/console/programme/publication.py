"""The programme of a running line: publish a document, and see beforehand what it would do."""

import asyncio
import json
from collections import Counter
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import typer
from rich.console import Console

from deploy.console.places import clock
from deploy.console.programme.impact import heading, impacts, table, totals
from deploy.console.programme.sources import FAULTY, document_of, version_of
from deploy.console.selection import with_database
from deploy.console.terminal import say
from services.intake.programme.domain.impact import DossierImpact
from shared.calendar.paris import paris_day
from shared.programme.comparing.impact import Impact
from shared.programme.plain import plain

REFUSED = 3
PATIENCE_S = 60


def impact(
    before: str = typer.Argument(help="The version in force: a reference, a file, or FILE@VERSION"),
    after: str = typer.Argument(help="The version to come, published or not"),
    everyone: bool = typer.Option(False, "--all", help="Also the dossiers that nothing changes for"),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a dossier"),
) -> None:
    """Tell per open dossier and listed service which criteria would fail, be missing, or be satisfied."""
    change = Impact(version_of(before), version_of(after))
    found = asyncio.run(_impacts(change))
    shown = [one for one in found if everyone or one.impact.is_touched]
    if as_json:
        for one in shown:
            typer.echo(json.dumps(plain(one), ensure_ascii=False))
        return
    for line in heading(change):
        typer.echo(line)
    if shown:
        Console().print(table(shown))
    for line in totals([one for one in shown if one.impact.is_touched], Counter(one.standing for one in found)):
        typer.echo(line)


async def _impacts(change: Impact) -> list[DossierImpact]:
    day = paris_day(clock().now())

    async def all_of(conn: object) -> list[DossierImpact]:
        return [one async for one in impacts(conn, change, day)]

    found: list[DossierImpact] = await with_database("intake", all_of)
    return found


def publish(
    file: Path = typer.Argument(help="The programme document, with every version published so far"),
    url: str = typer.Option(..., "--url", envvar="INTAKE_URL", help="Where intake answers"),
    token: str = typer.Option(..., "--token", envvar="REFERENCEMENT_TOKEN", help="Of the minister's delegate"),
) -> None:
    """Publish new versions for good. Exit code 1: the document is faulty or breaks with what was published; 3: refused.

    On a line of this machine: --token "$(referencement local token minister_delegate)".
    """
    document = document_of(file)
    body = json.dumps({"document": file.read_text("utf-8")}).encode()
    status, told = _posted(f"{url.rstrip('/')}/programme/publication", body, token)
    if status < HTTPStatus.BAD_REQUEST:
        for one in document:
            typer.echo(f"{document.id} {one.ref}: from {one.effective_from}, sha256 {one.content_hash}")
        typer.echo(f"published: {told['events'].count('ProgrammeVersionPublished')} new version(s)")
        return
    for fault in told.get("faults", []):
        say(f"{fault['path']}: {fault['code']} {fault['detail']}".rstrip(), err=True)
    say(f"refused ({status}): {told.get('code')}: {told.get('what_to_do')}", err=True)
    raise typer.Exit(FAULTY if told.get("code") == "invalid_content" else REFUSED)


def _posted(url: str, body: bytes, token: str) -> tuple[int, dict[str, Any]]:
    headers = {
        "authorization": f"Bearer {token}",
        "content-type": "application/json",
        "idempotency-key": f"publish-{token_hex(8)}",
        "if-match": "*",
    }
    asked = Request(url, body, headers)  # noqa: S310  # the operator names the address
    try:
        with urlopen(asked, timeout=PATIENCE_S) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except HTTPError as refusal:
        return refusal.code, json.load(refusal)
