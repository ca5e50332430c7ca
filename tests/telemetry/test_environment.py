"""No value of a standard variable keeps a service from starting: it is named, and the default holds."""

import os
import subprocess
import sys

import pytest

from shared.telemetry.environment import batch_sizes, lines, settle, timeout_seconds, unusable, unusable_at_start
from tests.waiting import WITHIN_S

STARTS = """
import os
from shared.telemetry.environment import settle, unusable_at_start
settle(os.environ)
from shared.runtime import process
from services.intake import main
from shared.telemetry.spans import act_span
from shared.telemetry.tracing import setup_tracing
setup_tracing("intake", os.environ)
with act_span("submit_application", None):
    print("started without", [one.variable for one in unusable_at_start()])
"""
ALL_AT_ONCE = {
    "OTEL_PROPAGATORS": "b3",
    "OTEL_BSP_MAX_QUEUE_SIZE": "0",
    "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "-5",
    "OTEL_BSP_SCHEDULE_DELAY": "5s",
    "OTEL_SPAN_LINK_COUNT_LIMIT": "many",
    "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT": "-1",
    "OTEL_EXPORTER_OTLP_TIMEOUT": "10s",
    "OTEL_EXPORTER_OTLP_CERTIFICATE": "/nowhere/ca.pem",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318",
    "OTEL_EXPERIMENTAL_RESOURCE_DETECTORS": "otel,nobody",
}


def started(**variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    return subprocess.run(  # noqa: PLW1510  # its output is looked at
        [sys.executable, "-c", STARTS], env=kept | variables, capture_output=True, text=True, timeout=WITHIN_S
    )


def test_a_service_starts_whatever_the_variables_say_and_names_them_all() -> None:
    done = started(**ALL_AT_ONCE)

    assert done.stderr == ""
    assert all(name in done.stdout for name in ALL_AT_ONCE)


def test_a_queue_smaller_than_a_batch_is_usable() -> None:
    assert started(
        OTEL_BSP_MAX_QUEUE_SIZE="100", OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9"
    ).stdout == "started without []\n"  # fmt: skip
    assert batch_sizes({"OTEL_BSP_MAX_QUEUE_SIZE": "100"}) == (100, 100)
    assert batch_sizes({"OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "9999"}) == (2_048, 2_048)
    assert batch_sizes({}) == (2_048, 512)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("OTEL_BSP_MAX_QUEUE_SIZE", "1e3"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "²"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "9" * 5_000),
        ("OTEL_SPAN_EVENT_COUNT_LIMIT", "x"),
        ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "0"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://["),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "grpc://collector:4317"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "brotli"),
        ("OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "/"),
        ("OTEL_RESOURCE_ATTRIBUTES", "a=b,c"),
        ("OTEL_PYTHON_CONTEXT", "nobody"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(variable: str, value: str) -> None:
    (told,) = unusable({variable: value})

    assert told.variable == variable
    assert told.line().startswith(f"{variable}={value[:80]!r} ")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("OTEL_BSP_MAX_QUEUE_SIZE", " 2048 "),
        ("OTEL_BSP_MAX_QUEUE_SIZE", ""),
        ("OTEL_ATTRIBUTE_COUNT_LIMIT", "0"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4318"),
        ("OTEL_PROPAGATORS", "tracecontext, baggage"),
        ("OTEL_PROPAGATORS", "none"),
        ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=production,k8s.pod.name=a"),
    ],
)
def test_a_value_that_can_be_used_stays(variable: str, value: str) -> None:
    assert unusable({variable: value}) == []


def test_the_timeout_counts_milliseconds_as_the_specification_does() -> None:
    assert timeout_seconds({"OTEL_EXPORTER_OTLP_TIMEOUT": "10000"}, 3.0) == 10.0
    assert timeout_seconds({"OTEL_EXPORTER_OTLP_TRACES_TIMEOUT": "500", "OTEL_EXPORTER_OTLP_TIMEOUT": "1"}, 3.0) == 0.5
    assert timeout_seconds({}, 3.0) == 3.0


def test_what_was_taken_out_is_still_told() -> None:
    environ = {"OTEL_BSP_MAX_QUEUE_SIZE": "0", "OTEL_TRACES_SAMPLER": "always_on"}

    settle(environ)

    assert environ == {"OTEL_TRACES_SAMPLER": "always_on"}
    assert [one.variable for one in unusable_at_start()] == ["OTEL_BSP_MAX_QUEUE_SIZE"]
    assert list(lines(environ)) == ["OTEL_BSP_MAX_QUEUE_SIZE='0' is no whole number of at least 1: the default is used"]
    settle({})
