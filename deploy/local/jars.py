"""Kafka's jars: a locked list of coordinates and sums, fetched once into the cache."""

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy.local.errors import LocalPartMissing

LOCK = Path(__file__).with_name("kafka.lock")
ROOTS = ("org.apache.kafka:kafka_2.13:4.3.1", "org.slf4j:slf4j-simple:1.7.36")
DOWNLOADS = 6  # at the same time
UNREACHABLE = (
    f"Kafka ({ROOTS[0]} and {ROOTS[1]}, with what they need) cannot be fetched: %s; connect to the network and "
    "run the same command again, it goes on from here; or set KAFKA_BOOTSTRAP_SERVERS"
)


@dataclass(frozen=True, slots=True)
class Jar:
    """One line of the lock: what the jar must be."""

    sha256: str
    coordinates: str  # group:artifact:version

    def file(self, repository: Path) -> Path:
        """Where it lies in a Maven repository on disk."""
        group, artifact, version = self.coordinates.split(":")
        return repository.joinpath(*group.split("."), artifact, version, f"{artifact}-{version}.jar")

    def is_intact(self, repository: Path) -> bool:
        """Whether it is there with the locked sum."""
        file = self.file(repository)
        return file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == self.sha256


def locked_jars(lock: Path = LOCK) -> list[Jar]:
    """The jars of the class path, in its order."""
    return [Jar(*line.split()) for line in lock.read_text().splitlines() if line and not line.startswith("#")]


def present_jars(
    jars: Sequence[Jar], repository: Path, fetch: Callable[[Jar, Path], None], say: Callable[[str], None]
) -> list[Path]:
    """The files of all jars, after fetching what is missing or damaged.

    Raises LocalPartMissing when one cannot be fetched, or is not what the lock says.
    """
    missing = [jar for jar in jars if not jar.is_intact(repository)]
    if missing:
        say(f"fetching Kafka: {len(missing)} of {len(jars)} jars, once")
        pool = ThreadPoolExecutor(DOWNLOADS)
        try:
            list(pool.map(lambda jar: _fetch_checked(jar, repository, fetch), missing))
        finally:
            pool.shutdown(cancel_futures=True)  # after one failure the others would only fail more slowly
    return [jar.file(repository) for jar in jars]


def _fetch_checked(jar: Jar, repository: Path, fetch: Callable[[Jar, Path], None]) -> None:
    jar.file(repository).unlink(missing_ok=True)
    try:
        fetch(jar, repository)
    except Exception as error:
        raise LocalPartMissing(UNREACHABLE % f"{jar.coordinates}, {type(error).__name__}") from error
    if not jar.is_intact(repository):
        jar.file(repository).unlink(missing_ok=True)
        message = f"Kafka's jar {jar.coordinates} is not the one in {LOCK.name} (sha256 differs): refused and removed"
        raise LocalPartMissing(message)
