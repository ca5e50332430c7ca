"""Spans as a collector received them."""

from collections.abc import Iterator
from dataclasses import dataclass

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1 import trace_pb2

from tests.telemetry.collector import Collector


@dataclass(frozen=True, slots=True)
class Exported:
    """One span; `links` name the spans it points to as (trace, span)."""

    service: str
    trace: str
    id: str
    name: str
    consumer: bool
    dossier: str
    begins: int
    ends: int
    links: tuple[tuple[str, str], ...]


def exported(collector: Collector) -> list[Exported]:
    """All spans that the collector received."""
    return [span for body in collector.bodies for span in _spans(ExportTraceServiceRequest.FromString(body))]


def _spans(request: ExportTraceServiceRequest) -> Iterator[Exported]:
    for resource in request.resource_spans:
        service = next(a.value.string_value for a in resource.resource.attributes if a.key == "service.name")
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield _span(service, span)


def _span(service: str, span: trace_pb2.Span) -> Exported:
    attributes = {one.key: one.value.string_value for one in span.attributes}
    return Exported(
        service=service,
        trace=span.trace_id.hex(),
        id=span.span_id.hex(),
        name=span.name,
        consumer=span.kind == trace_pb2.Span.SPAN_KIND_CONSUMER,
        dossier=attributes.get("dossier.id", ""),
        begins=span.start_time_unix_nano,
        ends=span.end_time_unix_nano,
        links=tuple((link.trace_id.hex(), link.span_id.hex()) for link in span.links),
    )
