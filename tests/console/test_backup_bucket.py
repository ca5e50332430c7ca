"""`referencement backup`: dumps are brought to a bucket, never taken away there, and fetched whole."""

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import httpx
import pytest
from moto.server import ThreadedMotoServer
from typer.testing import CliRunner, Result

from deploy.console.backups import commands as backups
from deploy.console.main import app

FIRST, SECOND = "intake-20261129T020700Z.dump", "intake-20261130T020700Z.dump"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(autouse=True)
def _bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"dumps-{token_hex(4)}"
    httpx.put(f"{endpoint}/{name}").raise_for_status()
    for variable, value in {
        "BUCKET": f"{name}/referencement", "ENDPOINT": endpoint, "REGION": "us-east-1", "KEY_ID": "key", "SECRET": "s",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"BACKUP_{variable}", value)


def backup(*words: str) -> Result:
    return CliRunner().invoke(app, ["backup", *words])


def test_dumps_go_there_once_and_the_newest_comes_back_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "PIECE", 6 * 1024 * 1024)  # more than one piece each way
    large = token_hex(5 * 1024 * 1024).encode()
    (tmp_path / FIRST).write_bytes(b"first")
    (tmp_path / SECOND).write_bytes(large)
    (tmp_path / f"{SECOND}.part").write_bytes(b"half")
    (tmp_path / "notes.txt").write_text("mine")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    brought = [backup("push", str(tmp_path)).output for _ in range(2)]
    newest = backup("fetch", "intake", str(elsewhere))
    older = backup("fetch", "intake", str(elsewhere), "--file", FIRST)

    assert brought == [
        f"{FIRST}: 5 bytes\n{SECOND}: {len(large)} bytes\n", f"{FIRST}: there already\n{SECOND}: there already\n"
    ]  # fmt: skip
    assert (newest.exit_code, older.exit_code) == (0, 0)
    assert {file.name for file in elsewhere.iterdir()} == {FIRST, SECOND}
    assert (elsewhere / SECOND).read_bytes() == large
    assert (elsewhere / SECOND).stat().st_mode & 0o077 == 0


def test_what_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / FIRST).write_bytes(b"first")
    nothing = backup("push", str(tmp_path / "..")), backup("fetch", "intake", str(tmp_path))
    backup("push", str(tmp_path))
    other = backup("fetch", "intake", str(tmp_path), "--file", SECOND)

    assert [one.exit_code for one in (*nothing, other)] == [1, 1, 1]
    assert nothing[1].output == "no dump of intake there; there are: none\n"
    assert other.output == f"no {SECOND} there; there are: {FIRST}\n"


@pytest.mark.parametrize("words", [("fetch", "billing", "."), ("fetch", "intake", ".", "--file", "../../etc/passwd")])
def test_only_dumps_have_names_there(words: tuple[str, ...]) -> None:
    assert backup(*words).exit_code == 2


def test_a_bucket_that_is_away_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_ENDPOINT", "http://127.0.0.1:1")
    (tmp_path / FIRST).write_bytes(b"first")

    done = backup("push", str(tmp_path))

    assert done.exit_code == 1
    assert done.output.startswith("The bucket of the backups cannot be reached or refuses us: ")
    assert len(done.output.splitlines()) == 1
