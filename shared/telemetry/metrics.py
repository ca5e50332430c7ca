"""Every metric of the product, declared once. No label holds an id: a dossier is found in traces and in the journal."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from shared.telemetry.methods import known_method

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

_BATCH_SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


def _counter(name: str, help_text: str, *labels: str) -> Counter:
    return Counter(f"referencement_{name}", help_text, labels, registry=REGISTRY)


def _gauge(name: str, help_text: str, *labels: str) -> Gauge:
    return Gauge(f"referencement_{name}", help_text, labels, registry=REGISTRY)


def _histogram(name: str, help_text: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
    return Histogram(f"referencement_{name}", help_text, labels, buckets=buckets, registry=REGISTRY)


ACTS = _counter(
    "acts", "Acts asked for; outcome is performed, refused, repeated or failed", "service", "act", "outcome"
)
BATCH_SIZE = _histogram("batch_size", "Messages per transaction; door is http, kafka or deadline", _BATCH_SIZES, "door")
BATCH_DURATION = _histogram("batch_duration_seconds", "From first look at a batch to its commit", _SECONDS, "door")

OUTBOX_WAITING = _gauge("outbox_waiting_rows", "Events committed and not yet sent")
OUTBOX_OLDEST = _gauge("outbox_oldest_seconds", "Age of the oldest event not yet sent; 0 when none waits")
RELAY_SENT = _counter("relay_sent", "Events sent to the broker and acknowledged", "topic")

CONSUMER_RECORDS = _counter("consumer_records", "Records taken from the broker", "topic")
CONSUMER_LAG = _gauge("consumer_lag_records", "Records behind the end of the partition", "topic", "partition")
RETRIES = _counter("retries", "Attempts repeated after a transient failure", "door")
POISON = _counter("poison", "Records parked for good or until an operator decides", "topic", "reason")
PARKED = _gauge("parked_records", "Records waiting for an operator, those held behind them included")

DEADLINES_DUE = _gauge("deadlines_due", "Deadlines due and not yet turned into an act")
DEADLINES_OVERDUE = _gauge("deadlines_overdue", "Deadlines due for longer than the tolerance: time stands still")

HTTP_REQUESTS = _histogram(
    "http_request_duration_seconds", "Requests by route template", _SECONDS, "route", "method", "status"
)
READY = _gauge("ready", "1 while the process answers readiness with yes")


def observe_request(route: str | None, method: str, status: int, seconds: float) -> None:
    """`route` is the template; None for a path that no route matches, which strangers invent without end."""
    HTTP_REQUESTS.labels(route or "unmatched", known_method(method), str(status)).observe(seconds)


def render() -> tuple[bytes, str]:
    """The body and the content type of `/metrics`."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
