from collections.abc import Mapping

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode, get_current_span

from shared.telemetry.propagation import current_traceparent
from shared.telemetry.span import Attributes
from shared.telemetry.spans import act_span, batch_span, deadline_span, http_span, routed
from shared.telemetry.tracing import setup_tracing

SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def only(recorded: InMemorySpanExporter) -> ReadableSpan:
    (span,) = recorded.get_finished_spans()
    return span


def attributes(span: ReadableSpan) -> Mapping[str, object]:
    return dict(span.attributes or {})


def linked(span: ReadableSpan) -> list[str]:
    return [f"{link.context.trace_id:032x}-{link.context.span_id:016x}" for link in span.links]


def test_a_request_continues_the_callers_trace(recorded: InMemorySpanExporter) -> None:
    with http_span("POST", "/dossiers/{dossier}", SAMPLED) as request:
        request.note({"http.response.status_code": 202})

    span = only(recorded)
    assert span.name == "POST /dossiers/{dossier}"
    assert span.kind is SpanKind.SERVER
    assert span.parent is not None
    assert span.parent.span_id == 0xB7AD6B7169203331
    assert attributes(span) == {
        "http.request.method": "POST",
        "http.route": "/dossiers/{dossier}",
        "http.response.status_code": 202,
    }
    assert span.resource.attributes["service.name"] == "referencement-intake"


def test_a_request_is_named_once_its_route_is_known(recorded: InMemorySpanExporter) -> None:
    with http_span("BREW", None, None) as request:
        routed(request, "BREW", "/coffee")

    assert only(recorded).name == "HTTP /coffee"
    assert attributes(only(recorded)) == {"http.request.method": "_OTHER", "http.route": "/coffee"}


def test_a_batch_speaks_the_messaging_conventions(recorded: InMemorySpanExporter) -> None:
    position: Attributes = {"messaging.destination.partition.id": "2", "messaging.kafka.offset": 41}

    with batch_span("referencement.intake.v1", "evaluation", 50, attributes=position, links=[SAMPLED, "junk"]):
        pass

    span = only(recorded)
    assert span.name == "process referencement.intake.v1"
    assert span.kind is SpanKind.CONSUMER
    assert span.parent is None
    assert attributes(span) == {
        "messaging.system": "kafka",
        "messaging.operation.type": "process",
        "messaging.operation.name": "process",
        "messaging.destination.name": "referencement.intake.v1",
        "messaging.destination.partition.id": "2",
        "messaging.consumer.group.name": "evaluation",
        "messaging.batch.message_count": 50,
        "messaging.kafka.offset": 41,
    }
    assert linked(span) == ["0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"]


def test_an_act_hangs_below_its_message_and_is_linked_to_its_batch(recorded: InMemorySpanExporter) -> None:
    with (
        batch_span("referencement.intake.v1", "evaluation", 1) as batch,
        act_span(
            "open_evaluation", SAMPLED, batch=batch.traceparent, attributes={"dossier.id": "d-1", "act.rule": None}
        ) as act,
    ):
        pass

    span = recorded.get_finished_spans()[0]
    assert span.name == "open_evaluation"
    assert attributes(span) == {"dossier.id": "d-1"}
    assert span.parent is not None
    assert span.parent.span_id == 0xB7AD6B7169203331
    assert act.traceparent.startswith("00-0af7651916cd43dd8448eb211c80319c-")
    assert linked(span) == [batch.traceparent[3:-3]]


def test_an_act_below_a_request_needs_no_link(recorded: InMemorySpanExporter) -> None:
    with http_span("POST", "/dossiers", None) as request, act_span("submit_dossier", request.traceparent):
        pass

    act, _ = recorded.get_finished_spans()
    assert linked(act) == []


def test_a_deadline_starts_a_new_trace_linked_to_the_span_that_set_it(recorded: InMemorySpanExporter) -> None:
    with deadline_span("remind_publisher", SAMPLED) as act:
        pass

    span = only(recorded)
    assert span.parent is None
    assert "0af7651916cd43dd8448eb211c80319c" not in act.traceparent
    assert linked(span) == ["0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"]


def test_an_error_is_told_by_its_kind_never_by_its_words(recorded: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="jeanne"), act_span("submit_dossier", None):
        raise ValueError("jeanne.martin@example.fr is not a name")

    span = only(recorded)
    assert span.status.status_code is StatusCode.ERROR
    assert attributes(span) == {"error.type": "ValueError"}
    assert "jeanne" not in span.to_json()


def test_inside_a_span_it_is_the_current_one_for_everybody(recorded: InMemorySpanExporter) -> None:
    with act_span("submit_dossier", SAMPLED) as act:
        assert current_traceparent() == act.traceparent
        assert f"{get_current_span().get_span_context().span_id:016x}" in act.traceparent

    assert current_traceparent() is None
    assert not get_current_span().get_span_context().is_valid


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize("flag", ["00", "01"])
def test_a_callers_sampling_flag_decides_only_where_callers_are_trusted(trusted: bool, flag: str) -> None:
    exporter = InMemorySpanExporter()
    environ = {"OTEL_TRACES_SAMPLER": "parentbased_always_off" if flag == "01" else "parentbased_always_on"}
    setup_tracing("intake", environ, processor=SimpleSpanProcessor(exporter), trust_callers=trusted)

    with http_span("GET", "/dossiers", SAMPLED[:-2] + flag) as request:
        pass
    setup_tracing("intake", {})

    recorded = len(exporter.get_finished_spans()) == 1
    assert recorded == (flag == "01" if trusted else flag == "00")
    assert request.traceparent.split("-")[1] == "0af7651916cd43dd8448eb211c80319c"
    assert request.traceparent.endswith("01" if recorded else "00")
