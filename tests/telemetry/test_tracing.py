import logging

import pytest
from opentelemetry.sdk.trace import SpanProcessor

from shared.telemetry.exporting import endpoint_from
from shared.telemetry.sampling import sampling_from
from shared.telemetry.tracing import recording, setup_tracing, stop_tracing

COLLECTOR = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318/"}


@pytest.mark.parametrize(
    ("environ", "endpoint"),
    [
        ({}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, None),
        (COLLECTOR, "http://collector:4318/v1/traces"),
        (COLLECTOR | {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://traces/in"}, "http://traces/in"),
        (COLLECTOR | {"OTEL_SDK_DISABLED": "true"}, None),
        (COLLECTOR | {"OTEL_TRACES_EXPORTER": "none"}, None),
    ],
)
def test_nothing_is_exported_unless_a_collector_is_named(environ: dict[str, str], endpoint: str | None) -> None:
    assert endpoint_from(environ) == endpoint


@pytest.mark.parametrize(
    ("name", "argument", "description"),
    [
        ("", "", "AlwaysOnSampler"),
        ("always_on", "", "AlwaysOnSampler"),
        ("always_off", "", "AlwaysOffSampler"),
        ("parentbased_always_off", "", "AlwaysOffSampler"),
        ("traceidratio", "0.25", "TraceIdRatioBased{0.25}"),
        ("parentbased_traceidratio", "0.25", "TraceIdRatioBased{0.25}"),
        ("traceidratio", "", "TraceIdRatioBased{1.0}"),
    ],
)
def test_the_standard_variables_choose_the_sampler(name: str, argument: str, description: str) -> None:
    sampling = sampling_from({"OTEL_TRACES_SAMPLER": name, "OTEL_TRACES_SAMPLER_ARG": argument})

    assert sampling.root.get_description().startswith(description)
    assert sampling.follows_parent is (name == "" or name.startswith("parentbased"))


@pytest.mark.parametrize("wrong", ["nan", "2", "-1", "half"])
def test_a_sampler_nobody_understands_is_reported_and_records_everything(
    caplog: pytest.LogCaptureFixture, wrong: str
) -> None:
    ratio = sampling_from({"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": wrong})
    unknown = sampling_from({"OTEL_TRACES_SAMPLER": "sometimes"})

    assert ratio.root.get_description() == "TraceIdRatioBased{1.0}"
    assert (unknown.root.get_description(), unknown.follows_parent) == ("AlwaysOnSampler", True)
    assert [record.levelno for record in caplog.records] == [logging.WARNING, logging.WARNING]


async def test_the_span_factory_lives_from_setup_to_stop() -> None:
    provider = setup_tracing("intake", {}, processor=SpanProcessor())
    assert recording() is not None

    await stop_tracing(provider)

    assert recording() is None


async def test_stopping_a_provider_that_was_replaced_leaves_the_new_one_alone() -> None:
    first = setup_tracing("intake", {}, processor=SpanProcessor())
    second = setup_tracing("intake", {}, processor=SpanProcessor())

    await stop_tracing(first)

    assert recording() is not None
    await stop_tracing(second)


def test_a_provider_without_collector_still_gives_ids_to_other_instrumentation() -> None:
    span = setup_tracing("intake", {}).get_tracer("other").start_span("query")

    assert span.get_span_context().is_valid
    assert not span.is_recording()
