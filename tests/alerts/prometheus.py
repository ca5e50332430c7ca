"""A real Prometheus on loopback, with the product's own rules, asked over its API."""

import re
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import yaml

from deploy.local.ports import LOOPBACK, free_port
from deploy.local.process import Process
from deploy.observing.rules import rule_files

SECONDS = {"m": 60, "h": 3600, "d": 86400}
SCRAPED_EVERY = "3s"
"""And waited for as long: with servers away a scrape takes two seconds."""


def executable() -> str | None:
    """Where it is; None: not installed (Debian's package is called prometheus)."""
    return shutil.which("prometheus")


def hurried(rules: str, times: int) -> str:
    """The same rules with burn-rate windows so many times shorter, evaluated every second."""
    shorter = re.sub(
        r"(:bad)\[(\d+)([mhd])\]", lambda m: f"{m[1]}[{int(m[2]) * SECONDS[m[3]] // times}s]", rules
    )  # fmt: skip
    return shorter.replace("interval: 30s", "interval: 1s")


@dataclass(slots=True)
class Prometheus:
    """Scrapes the services of a line; a context manager."""

    root: Path
    services: Mapping[str, str]
    """Name and address."""
    times: int = 60
    port: int = field(default_factory=free_port)
    _process: Process = field(init=False)

    def __enter__(self) -> "Prometheus":
        self.root.mkdir(parents=True, exist_ok=True)
        for name, content in rule_files().items():
            (self.root / name).write_text(hurried(content, self.times))
        (self.root / "prometheus.yml").write_text(yaml.safe_dump(self._config()))
        self._process = Process("prometheus", self.root / "prometheus.pid", self.root / "prometheus.log")
        command = [
            executable() or "prometheus", f"--config.file={self.root / 'prometheus.yml'}",
            f"--storage.tsdb.path={self.root / 'data'}", f"--web.listen-address={LOOPBACK}:{self.port}",
        ]  # fmt: skip
        self._process.start(command)
        self._process.wait_until(self._ready, 30.0, 0.2)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stop()

    def query(self, expr: str) -> list[dict[str, Any]]:
        """What it gives now. ValueError: it does not understand the query."""
        answer = self._get("/api/v1/query", query=expr)
        if answer["status"] != "success":
            raise ValueError(f"{expr}: {answer['error']}")
        found: list[dict[str, Any]] = answer["data"]["result"]
        return found

    def alerts(self) -> list[dict[str, Any]]:
        """Those that fire, with their annotations."""
        told = self._get("/api/v1/alerts")["data"]["alerts"]
        return [one for one in told if one["state"] == "firing"]

    def wait_for(self, what: Callable[[], object], within_s: float) -> float:
        """Seconds until something is so. TimeoutError: it is not."""
        began = time.monotonic()
        while not what():
            if time.monotonic() - began > within_s:
                raise TimeoutError("it did not come to pass")
            time.sleep(0.5)
        return time.monotonic() - began

    def _get(self, path: str, **asked: str) -> Any:  # noqa: ANN401  # JSON
        return httpx.get(f"http://{LOOPBACK}:{self.port}{path}", params=asked, timeout=10, trust_env=False).json()

    def _ready(self) -> bool:
        try:
            return httpx.get(f"http://{LOOPBACK}:{self.port}/-/ready", timeout=2, trust_env=False).is_success
        except httpx.TransportError:
            return False

    def _config(self) -> dict[str, object]:
        targets = [urlsplit(url).netloc for url in self.services.values()]
        return {
            "global": {"scrape_interval": SCRAPED_EVERY, "evaluation_interval": "1s"},
            "rule_files": [str(self.root / name) for name in rule_files()],
            "scrape_configs": [{"job_name": "referencement", "static_configs": [{"targets": targets}]}],
        }
