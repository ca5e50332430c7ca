"""Whatever is stored is shown as it is: markup of strangers is text, what would steer a terminal is an escape."""

import json

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.console.terminal import cell, plain
from deploy.console.trace.commands import trace_id
from shared.delivery.shell.effects import pack
from tests.catalogue.listing.events import DOSSIER
from tests.console.conftest import Console

ID = "0197a1c2-6f00-7c3d-9e1b-2a4b6c8d0e1f"
HOSTILE = {
    "markup": ("[/x] [bold]", "[/x] [bold]"),
    "a link": ("[link=file:///x]", "[link=file:///x]"),
    "an escape": ("\x1b[2J", "\\u001b[2J"),
    "lines": ("a\nparked by nobody\r\tb", "a\\nparked by nobody\\r\\tb"),
    "a bidi override": ("\u202egnp", "\\u202egnp"),
    "a deletion": ("\x7f", "\\u007f"),
    "an old control": ("\x9b31m", "\\u009b31m"),
}


@pytest.fixture(params=list(HOSTILE.values()), ids=list(HOSTILE))
async def stored(request: pytest.FixtureRequest, catalogue: asyncpg.Pool) -> str:
    """A parked record and a journal entry whose texts are hostile; gives the text as it has to be shown."""
    text, shown = request.param
    await catalogue.execute(
        "INSERT INTO parked (id, status, reason, detail, topic, partition, position, key, headers, value, dossier, "
        "traceparent, parked_at) "
        "VALUES ($1::uuid, 'parked', 'unknown_type', $2, 't', 0, 1, 'k', $3, $4, $2, $2, now())",
        ID, text, pack([("ce_type", text.encode())]), text.encode(),
    )  # fmt: skip
    await catalogue.execute(
        "INSERT INTO journal (entry, dossier, at, door, act, rule, actor, roles, message, outcome, version, events, "
        "digest, trace, previous, hash) "
        "VALUES (1, $1::uuid, now(), 'kafka', $2, '', $2, '', '', $2, 1, '', '', $2, '', '')",
        DOSSIER, text,
    )  # fmt: skip
    assert isinstance(shown, str)
    return shown


@pytest.mark.parametrize(
    "command",
    [
        ("parked", "list"),
        ("parked", "show", ID),
        ("parked", "redrive", ID, "--by", "me", "--dry-run"),
        ("trace", DOSSIER),
    ],
    ids=" ".join,
)  # fmt: skip
async def test_hostile_texts_are_shown_and_break_no_command(
    console: Console, stored: str, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")

    said = await console(*command)

    assert said.exit_code == 0, said.output
    assert stored in said.output or "would redrive" in said.output
    assert all(one.isprintable() for line in said.output.split("\n") for one in line)


@given(st.text())
def test_what_is_shown_is_one_line_of_visible_characters(text: str) -> None:
    assert plain(text).isprintable()
    assert cell(text).plain == plain(text)


@pytest.mark.parametrize("text", [None, "", "garbage", "a-b", "00-" + "0" * 32 + "-" + "1" * 16 + "-01"])
def test_a_trace_that_is_none_is_not_shown(text: str | None) -> None:
    assert trace_id(text) == ""


def test_a_trace_is_shown_by_its_id() -> None:
    assert trace_id("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01") == "4bf92f3577b34da6a3ce929d0e0e4736"


@given(st.text())
def test_a_line_of_json_stays_json_and_says_the_same(text: str) -> None:
    line = plain(json.dumps({"told": text}, ensure_ascii=False))

    assert line.isprintable()
    assert json.loads(line) == {"told": text}
