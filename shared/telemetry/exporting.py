"""Spans on their way to the collector: a collector that is away, slow or broken costs spans, never time."""

import logging
from collections.abc import Callable, Mapping
from threading import Thread

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from shared.telemetry.environment import batch_sizes, timeout_seconds

SHUTDOWN_SECONDS = 2.0
REQUEST_SECONDS = 3.0

_CHATTY = ("opentelemetry.exporter.otlp.proto.http.trace_exporter", "opentelemetry.sdk._shared_internal")


class PatientBatchProcessor(BatchSpanProcessor):
    """A batch processor that gives up waiting: the library's own shutdown waits 30 s for a collector that hangs."""

    def shutdown(self) -> None:
        _wait_for(super().shutdown, SHUTDOWN_SECONDS)

    def force_flush(self, timeout_millis: int | None = None) -> bool:
        seconds = SHUTDOWN_SECONDS if timeout_millis is None else timeout_millis / 1000
        return _wait_for(super().force_flush, min(seconds, SHUTDOWN_SECONDS))


class OncePerMinute(logging.Filter):
    """Lets each kind of message through once a minute: a collector that is away is one fact, not a thousand."""

    def __init__(self) -> None:
        super().__init__()
        self._next: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        kind = str(record.msg)
        if record.created < self._next.get(kind, 0.0):
            return False
        self._next[kind] = record.created + 60
        return True


_once_per_minute = OncePerMinute()


def endpoint_from(environ: Mapping[str, str]) -> str | None:
    """Where traces go by the standard variables; None when no collector is configured or tracing is switched off."""
    off = environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    if off or environ.get("OTEL_TRACES_EXPORTER", "").strip().lower() == "none":
        return None
    if traces := environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "").strip():
        return traces
    base = environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "").strip()
    return f"{base.rstrip('/')}/v1/traces" if base else None


def exporting_processor(endpoint: str, environ: Mapping[str, str]) -> PatientBatchProcessor:
    """Headers, certificates and batch sizes follow the standard variables of the process."""
    for name in _CHATTY:
        logging.getLogger(name).addFilter(_once_per_minute)
    queue, batch = batch_sizes(environ)
    exporter = OTLPSpanExporter(endpoint=endpoint, timeout=timeout_seconds(environ, REQUEST_SECONDS))
    return PatientBatchProcessor(exporter, max_queue_size=queue, max_export_batch_size=batch)


def _wait_for(work: Callable[[], object], seconds: float) -> bool:
    """Whether the work was done in time; else it goes on in a daemon thread that holds up nobody."""
    thread = Thread(target=work, name="telemetry-last-words", daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()
