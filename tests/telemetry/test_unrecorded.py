import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from shared.telemetry.propagation import current_traceparent, is_sampled, parse
from shared.telemetry.spans import act_span, batch_span, http_span

UNSAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"


def test_an_unsampled_parent_records_nothing_below(recorded: InMemorySpanExporter) -> None:
    with act_span("submit_dossier", UNSAMPLED) as act:
        assert not act.recorded
        assert not is_sampled(act.traceparent)

    assert recorded.get_finished_spans() == ()


@pytest.mark.usefixtures("unrecorded")
def test_without_a_collector_ids_are_real_and_travel_on() -> None:
    with http_span("POST", "/dossiers", None) as request, act_span("submit_dossier", request.traceparent) as act:
        assert current_traceparent() == act.traceparent

    above, below = parse(request.traceparent), parse(act.traceparent)
    assert above is not None
    assert below is not None
    assert above.trace_id == below.trace_id
    assert above.span_id != below.span_id
    assert not above.sampled


@pytest.mark.usefixtures("ratio_zero")
def test_a_trace_that_the_sampler_drops_has_ids_all_the_same() -> None:
    with batch_span("referencement.intake.v1", "evaluation", 1) as batch:
        assert not batch.recorded

    assert parse(batch.traceparent) is not None
    assert not is_sampled(batch.traceparent)
