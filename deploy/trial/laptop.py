"""compose.yaml on an engine: size, time, doors, the demonstration, data that stay."""

import time
from collections.abc import Callable, Mapping

from deploy.trial import outages, views
from deploy.trial.compose import PROJECT, compose, down, image, inspected, rows, runs, seconds_until_ready, within
from deploy.trial.tools import Failed, must
from deploy.trial.weighing import weigh
from shared.contracts.topics import SERVICES

UP_S, START_S, SIZE_MB = 60, 3, 250
OURS_AND_POSTGRES = (*SERVICES, "postgres")


def up() -> str:
    """From empty volumes to all healthy."""
    down("--volumes")
    return within(_up(), UP_S, "seconds to all healthy, from empty volumes")


def _up() -> float:
    began = time.monotonic()
    compose("up", "--detach", "--wait")
    return time.monotonic() - began


def size() -> str:
    """The image, its base included, and which base that is."""
    found = weigh(image())
    return f"{within(found.mb, SIZE_MB, 'MB')}, {found.told}"


def start() -> str:
    """Each service from the engine's start to ready, its servers being there."""
    took = {name: _started(name) for name in SERVICES}
    shown = ", ".join(f"{name} {seconds:.1f}" for name, seconds in took.items())
    return f"{within(max(took.values()), START_S, 'seconds to ready, the slowest')}: {shown}"


def _started(name: str) -> float:
    compose("stop", name)
    began = time.monotonic()
    must("docker", "start", inspected(name)["Name"])
    seconds_until_ready(name)
    return time.monotonic() - began


def doors() -> str:
    """What is published, and what containers may do, as the engine has it."""
    published = must(
        "docker", "ps", "--filter", f"label=com.docker.compose.project={PROJECT}", "--format", "{{.Ports}}"
    )
    ports = [port.strip() for port in published.replace("\n", ",").split(",") if "->" in port]
    wrong = [port for port in ports if not port.startswith("127.0.0.1:")]
    for name in (*OURS_AND_POSTGRES, "kafka"):
        wrong += _looser_than_said(name)
    if wrong:
        raise Failed(", ".join(wrong))
    return f"{len(ports)} doors, all on loopback; no capability, no new privilege, limits; roots read-only but Kafka's"


def _looser_than_said(name: str) -> list[str]:
    host = inspected(name)["HostConfig"]
    held = {
        "has capabilities": host["CapDrop"] == ["ALL"] and not host["CapAdd"],
        "may gain privileges": "no-new-privileges:true" in host["SecurityOpt"],
        "has no limits": bool(host["Memory"] and host["NanoCpus"] and host["PidsLimit"]),
        "can write its root": host["ReadonlyRootfs"] or name not in OURS_AND_POSTGRES,
    }
    return [f"{name} {what}" for what, holds in held.items() if not holds]


def demo() -> str:
    """The demonstration's dossiers, a year included; its own oracle."""
    began = time.monotonic()
    said = compose("--profile", "demo", "run", "--rm", "-T", "demo")
    told = next((line.strip() for line in said.splitlines() if "Oracle:" in line), said[-200:])
    return f"{time.monotonic() - began:.0f} s; {told}"


def data() -> str:
    """down, then up again: what was there is there, and it is as quick."""
    before = rows()
    down()
    took = _up()
    after = rows()
    if any(after[name] < before[name] for name in SERVICES) or not all(before.values()):
        raise Failed(f"acts before and after: {before}, {after}")
    return f"{sum(before.values())} acts still there; {within(took, UP_S, 'seconds to all healthy')}"


def away() -> None:
    """All of it, data included."""
    if runs("postgres") or runs("intake"):
        down("--volumes")


CHECKS: Mapping[str, Callable[[], str]] = {
    "up": up,
    "size": size,
    "doors": doors,
    "start": start,
    "views": views.up,
    "kill": outages.killed,
    "pause": outages.paused,
    "targets": views.targets,
    "queries": views.queries,
    "traces": views.traces,
    "grafana": views.grafana,
    "demo": demo,
    "data": data,
}
