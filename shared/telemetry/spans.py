"""The four kinds of span of this product, named by the OpenTelemetry conventions for HTTP and messaging.

A trace is one hop of work, not the life of a dossier: a dossier lives for months. `dossier.id` and the links between
traces tell its whole story.
"""

from collections.abc import Sequence

from opentelemetry.trace import SpanKind

from shared.telemetry.methods import known_method
from shared.telemetry.propagation import child_of, parse
from shared.telemetry.span import Attributes, Span, start
from shared.telemetry.tracing import from_caller, recording

_NOTHING: Attributes = {}


def http_span(method: str, route: str | None, traceparent_header: str | None) -> Span:
    """A request. `route` is the template (`/dossiers/{dossier}`): paths and queries may hold personal data.

    Once the answer is known: `span.note({"http.response.status_code": 200})`; a late route: `routed(span, …)`.
    """
    above = from_caller(parse(traceparent_header))
    active = recording()
    if active is None or not active.wants(above):
        return Span(child_of(above))
    known = known_method(method)
    attributes: Attributes = {"http.request.method": known, "http.route": route}
    return start(active, _request_name(known, route), above, SpanKind.SERVER, attributes)


def routed(span: Span, method: str, route: str) -> None:
    """Names a request's span after its route, when routing happens inside the span."""
    if span.recorded:
        span.rename(_request_name(known_method(method), route))
        span.note({"http.route": route})


def batch_span(
    destination: str,
    group: str,
    message_count: int,
    *,
    attributes: Attributes = _NOTHING,
    links: Sequence[str] = (),
) -> Span:
    """A batch of records taken from a topic: the top of its own trace, linked to the spans that sent the records.

    `attributes` take the position: `messaging.destination.partition.id` (a text), `messaging.kafka.offset` (the first).
    """
    active = recording()
    if active is None or not active.wants(None):
        return Span(child_of(None))
    convention: Attributes = {
        "messaging.system": "kafka",
        "messaging.operation.type": "process",
        "messaging.operation.name": "process",
        "messaging.destination.name": destination,
        "messaging.consumer.group.name": group,
        "messaging.batch.message_count": message_count,
    }
    return start(active, f"process {destination}", None, SpanKind.CONSUMER, {**convention, **attributes}, links)


def act_span(
    name: str,
    parent: str | None,
    *,
    batch: str | None = None,
    links: Sequence[str] = (),
    attributes: Attributes = _NOTHING,
) -> Span:
    """One act, below the request or message that asked for it, linked to `batch`, the span of the batch it came in.

    Attributes by convention of this product: `dossier.id`, `aggregate.id`, `act.rule`.
    """
    above = parse(parent)
    active = recording()
    if active is None or not active.wants(above):
        return Span(child_of(above))
    around = parse(batch)
    carried = (str(around),) if around is not None and (above is None or around.trace_id != above.trace_id) else ()
    return start(active, name, above, SpanKind.INTERNAL, attributes, (*carried, *links))


def deadline_span(name: str, set_by: str | None, *, attributes: Attributes = _NOTHING) -> Span:
    """An act asked for by the calendar: a new trace, months after and linked to the span that set the deadline."""
    return act_span(name, None, links=(set_by,) if set_by else (), attributes=attributes)


def _request_name(method: str, route: str | None) -> str:
    verb = "HTTP" if method == "_OTHER" else method
    return verb if route is None else f"{verb} {route}"
