"""The fixture of tests that look at spans, wherever they are."""

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from shared.telemetry.tracing import setup_tracing


@pytest.fixture
def recorded() -> Iterator[InMemorySpanExporter]:
    """Tracing as with a collector; the spans that it would have received."""
    exporter = InMemorySpanExporter()
    setup_tracing("intake", {}, processor=SimpleSpanProcessor(exporter))
    yield exporter
    setup_tracing("intake", {})
