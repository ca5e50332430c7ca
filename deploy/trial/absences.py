"""Kafka and PostgreSQL away for minutes, as with a lost node: what stays open, who is restarted."""

import time

from deploy.trial.load import Load
from deploy.trial.tools import NAME, Failed, kubectl, ready_replicas, told, until
from shared.contracts.topics import SERVICES

KAFKA_AWAY_S, POSTGRES_AWAY_S = 240, 90
GONE_S, BACK_S, COMPLETE_S = 120, 300, 30
PATIENCE_S = KAFKA_AWAY_S + BACK_S
ASK = ("python", "-m", "deploy.demo.ask")


def away(image: str) -> str:
    """Brokers, then the database; between them all dossiers have to arrive."""
    return f"{_kafka_away(image)}; {_postgres_away(image)}"


def _kafka_away(image: str) -> str:
    """Reads served, commands accepted, nothing restarted or taken out of its Service; all is delivered afterwards."""
    with Load(image, "load-kafka", strict=False, patience_s=PATIENCE_S) as load:
        time.sleep(5)
        before = processes()
        with without("kafka"), Load(image, "load-asks", instead=ASK) as asking:
            time.sleep(KAFKA_AWAY_S)
            short = _short()
        if asking.code or short:
            raise Failed(f"without Kafka: {asking.said.splitlines()[-1]}; not ready: {short or 'nobody'}")
        _nobody_restarted(before)
    return f"{KAFKA_AWAY_S} s without Kafka: {_counted(asking)}; 0 restarts; {_counted(load)}"


def _postgres_away(image: str) -> str:
    """Nothing restarted; complete within seconds of its return."""
    with Load(image, "load-postgres", strict=False, patience_s=PATIENCE_S) as load:
        time.sleep(5)
        before = processes()
        with without("postgres"):
            time.sleep(POSTGRES_AWAY_S)
            if len(_short()) < len(SERVICES):
                raise Failed("without PostgreSQL some were ready")
        began = time.monotonic()
        until(lambda: not _short(), COMPLETE_S, "all ready after PostgreSQL was back")
        took = time.monotonic() - began
        _nobody_restarted(before)
    return (
        f"{POSTGRES_AWAY_S} s without PostgreSQL: complete {took:.0f} s after it was back; 0 restarts; {_counted(load)}"
    )


class without:  # noqa: N801  # reads as a sentence
    """A server scaled to nothing while the context is open; its data stay."""

    def __init__(self, server: str) -> None:
        self.server = server

    def __enter__(self) -> None:
        kubectl("scale", "deployment", self.server, "--replicas=0")
        until(self._gone, GONE_S, f"{self.server} gone")

    def __exit__(self, *_: object) -> None:
        kubectl("scale", "deployment", self.server, "--replicas=1")
        kubectl("rollout", "status", "deployment", self.server, f"--timeout={BACK_S}s", within_s=BACK_S + 20)

    def _gone(self) -> bool:
        return not told("get", "pods", "--selector", f"trial={self.server}")["items"]


def processes() -> dict[str, int]:
    """Each pod of the services and how often its container was restarted."""
    pods = told("get", "pods", "--selector", "referencement/role")["items"]
    return {
        one["metadata"]["name"]: sum(status["restartCount"] for status in one["status"]["containerStatuses"])
        for one in pods
    }


def _nobody_restarted(before: dict[str, int]) -> None:
    if (after := processes()) != before:
        raise Failed(f"restarts before {before}, afterwards {after}")


def _short() -> list[str]:
    """Services with fewer ready pods than two."""
    return [name for name in SERVICES if ready_replicas(f"{NAME}-{name}") < 2]  # noqa: PLR2004  # the trial's replicas


def _counted(load: Load) -> str:
    """What a load said at its end. Raises Failed."""
    if load.code:
        raise Failed(f"{load.name}: {load.said[-900:]}")
    lines = load.said.splitlines()
    return "; ".join(line for line in lines if any(word in line for word in ("dossiers in", "oracle", "answered")))
