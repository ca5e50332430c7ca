"""Tracing for one process: set up once by the composition root, stopped last."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ParentBased
from opentelemetry.trace import Tracer

from shared.telemetry.exporting import endpoint_from, exporting_processor
from shared.telemetry.propagation import TraceParent
from shared.telemetry.sampling import sampler_from


@dataclass(frozen=True, slots=True)
class Recording:
    """What creates span objects, for as long as a collector is configured."""

    provider: TracerProvider
    tracer: Tracer
    follows_parent: bool

    def wants(self, parent: TraceParent | None) -> bool:
        """Answers without asking the sampler where a parent has already decided."""
        return parent is None or parent.sampled or not self.follows_parent


class _Process:
    recording: Recording | None = None


def recording() -> Recording | None:
    """None when nobody would read a span: trace ids are then made without the SDK."""
    return _Process.recording


def setup_tracing(
    service: str, environ: Mapping[str, str], *, processor: SpanProcessor | None = None
) -> TracerProvider:
    """Records and exports when the environment names a collector; a test gives its own `processor` instead.

    Without either, messages, journal rows and logs still carry real trace ids, at the price of a random number.
    """
    endpoint = endpoint_from(environ)
    if processor is None and endpoint is not None:
        processor = exporting_processor(endpoint, environ)
    resource = Resource.create({"service.name": f"referencement-{service}", "service.version": product_version()})
    sampler = ALWAYS_OFF if processor is None else sampler_from(environ)
    provider = TracerProvider(sampler=sampler, resource=resource, shutdown_on_exit=False)
    _Process.recording = None
    if processor is not None:
        provider.add_span_processor(processor)
        _Process.recording = Recording(
            provider, provider.get_tracer("referencement"), follows_parent=isinstance(sampler, ParentBased)
        )
    return provider


async def stop_tracing(provider: TracerProvider) -> None:
    """Sends what is still queued, for two seconds at most, off the event loop."""
    if _Process.recording is not None and _Process.recording.provider is provider:
        _Process.recording = None
    await asyncio.to_thread(provider.shutdown)


def product_version() -> str:
    """Of the package that is installed; unknown where it is not."""
    try:
        return version("referencement")
    except PackageNotFoundError:
        return "unknown"
