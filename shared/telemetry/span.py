"""One span, as code sees it: a `traceparent`, and a few words about what happened. Recorded or not, the same object."""

from collections.abc import Mapping, Sequence
from contextvars import Token
from types import TracebackType
from typing import Self

from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, SpanKind, Status, StatusCode, TraceFlags

from shared.telemetry import propagation
from shared.telemetry.propagation import TraceParent
from shared.telemetry.tracing import Recording

Attributes = Mapping[str, str | int | bool | None]

MAX_LINKS = 128


class Span:
    """A span that nobody records: entering it makes its `traceparent` the current one, all the rest is silent."""

    __slots__ = ("_token", "traceparent")

    def __init__(self, traceparent: str) -> None:
        self.traceparent = traceparent
        self._token: Token[str | None] | None = None

    @property
    def recorded(self) -> bool:
        """Worth asking before computing something only a reader of the trace would want."""
        return False

    def note(self, attributes: Attributes) -> None:
        """Adds facts about the work, never about a person. None means unknown and is left out."""

    def rename(self, name: str) -> None:
        """For a name that is known only later, such as the route of a request."""

    def failed(self, error_type: str) -> None:
        """Marks an error by its kind only: messages of exceptions quote what people typed."""

    def __enter__(self) -> Self:
        self._token = propagation.enter(self.traceparent)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._token is not None:
            propagation.leave(self._token)
            self._token = None


class RecordedSpan(Span):
    """A span on its way to the collector; also the current one for instrumentation that speaks OpenTelemetry."""

    __slots__ = ("_attached", "_span")

    def __init__(self, span: trace.Span) -> None:
        above = span.get_span_context()
        super().__init__(f"00-{above.trace_id:032x}-{above.span_id:016x}-{above.trace_flags & 1:02x}")
        self._span = span
        self._attached: Token[Context] | None = None

    @property
    def recorded(self) -> bool:
        return self._span.is_recording()

    def note(self, attributes: Attributes) -> None:
        self._span.set_attributes({name: value for name, value in attributes.items() if value is not None})

    def rename(self, name: str) -> None:
        self._span.update_name(name)

    def failed(self, error_type: str) -> None:
        self._span.set_attribute("error.type", error_type)
        self._span.set_status(Status(StatusCode.ERROR))

    def __enter__(self) -> Self:
        self._attached = context.attach(trace.set_span_in_context(self._span))
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, where)
        if isinstance(error, Exception):
            self.failed(type(error).__qualname__)
        if self._attached is not None:
            context.detach(self._attached)
            self._attached = None
        self._span.end()


def start(
    recording: Recording,
    name: str,
    parent: TraceParent | None,
    kind: SpanKind,
    attributes: Attributes,
    links: Sequence[str] = (),
) -> RecordedSpan:
    """A recorded span below `parent`, or at the top of a new trace; linked to at most 128 others."""
    above = Context() if parent is None else trace.set_span_in_context(NonRecordingSpan(_remote(parent)), Context())
    others = [Link(_remote(other)) for link in links[:MAX_LINKS] if (other := propagation.parse(link)) is not None]
    known = {key: value for key, value in attributes.items() if value is not None}
    return RecordedSpan(recording.tracer.start_span(name, above, kind, known, others))


def _remote(parent: TraceParent) -> SpanContext:
    flags = TraceFlags(int(parent.flags, 16) & 1)
    return SpanContext(int(parent.trace_id, 16), int(parent.span_id, 16), is_remote=True, trace_flags=flags)
