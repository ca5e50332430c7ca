from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import SpanProcessor
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from shared.telemetry.tracing import setup_tracing


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers on loopback are reached directly, also where a proxy is set for everything else."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def recorded() -> Iterator[InMemorySpanExporter]:
    """Tracing as with a collector; the spans that it would have received."""
    exporter = InMemorySpanExporter()
    setup_tracing("intake", {}, processor=SimpleSpanProcessor(exporter))
    yield exporter
    setup_tracing("intake", {})


@pytest.fixture
def unrecorded() -> None:
    setup_tracing("intake", {})


@pytest.fixture
def ratio_zero() -> Iterator[None]:
    environ = {"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0"}
    setup_tracing("intake", environ, processor=SpanProcessor())
    yield
    setup_tracing("intake", {})
