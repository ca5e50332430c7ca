from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import SpanProcessor

from shared.telemetry.tracing import setup_tracing


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers on loopback are reached directly, also where a proxy is set for everything else."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def unrecorded() -> None:
    setup_tracing("intake", {})


@pytest.fixture
def ratio_zero() -> Iterator[None]:
    environ = {"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0"}
    setup_tracing("intake", environ, processor=SpanProcessor())
    yield
    setup_tracing("intake", {})
