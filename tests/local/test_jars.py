"""Kafka's jars are exactly those of the lock, or are refused."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.errors import LocalPartMissing
from deploy.local.jars import LOCK, ROOTS, Jar, locked_jars, present_jars

GOOD = b"the jar"
JAR = Jar(hashlib.sha256(GOOD).hexdigest(), "org.example:part:1.0")


def deliver(content: bytes) -> Callable[[Jar, Path], None]:
    def fetch(jar: Jar, repository: Path) -> None:
        jar.file(repository).parent.mkdir(parents=True, exist_ok=True)
        jar.file(repository).write_bytes(content)

    return fetch


def no_network(_jar: Jar, _repository: Path) -> None:
    raise ConnectionError


def silent(_line: str) -> None:
    """Progress is not what these tests are about."""


def test_a_jar_with_a_wrong_sum_is_refused_and_removed(tmp_path: Path) -> None:
    with pytest.raises(
        LocalPartMissing, match=r"^Kafka's jar org\.example:part:1\.0 is not the one in kafka\.lock[^\n]*$"
    ):
        present_jars([JAR], tmp_path, deliver(b"another jar"), silent)

    assert not JAR.file(tmp_path).exists()


def test_a_damaged_jar_is_fetched_again(tmp_path: Path) -> None:
    deliver(b"half of")(JAR, tmp_path)

    files = present_jars([JAR], tmp_path, deliver(GOOD), silent)

    assert [file.read_bytes() for file in files] == [GOOD]


def test_without_network_one_line_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LocalPartMissing, match=r"^[^\n]*connect to the network and run the same command again[^\n]*$"):
        present_jars([JAR], tmp_path, no_network, silent)


def test_what_is_there_is_used_without_network(tmp_path: Path) -> None:
    deliver(GOOD)(JAR, tmp_path)

    assert present_jars([JAR], tmp_path, no_network, silent) == [JAR.file(tmp_path)]


def test_the_lock_holds_sums_and_coordinates_and_no_address() -> None:
    assert {jar.coordinates for jar in locked_jars()} >= set(ROOTS)
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) for jar in locked_jars())
    assert "//" not in LOCK.read_text()
