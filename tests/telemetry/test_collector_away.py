"""Whatever the collector does, work goes on at the same pace."""

import asyncio
import logging

import pytest
from opentelemetry.sdk.trace import TracerProvider

from shared.telemetry import exporting
from shared.telemetry.exporting import OncePerMinute, exporting_processor
from shared.telemetry.spans import act_span
from shared.telemetry.tracing import setup_tracing, stop_tracing
from tests.telemetry.collector import a_collector
from tests.waiting import WITHIN_S

AWAY = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
PATIENT = {"OTEL_EXPORTER_OTLP_TIMEOUT": f"{10_000 * WITHIN_S:.0f}"}
"""Milliseconds: whoever waits for an answer that does not come waits longer than any test."""


def a_thousand_acts() -> None:
    for _ in range(1_000):
        with act_span("submit_dossier", None, attributes={"dossier.id": "d-1"}):
            pass


async def stopped_without_waiting(provider: TracerProvider) -> int:
    """It stops though no answer comes; how often the loop went round meanwhile."""
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.01)
            beats += 1

    heart = asyncio.create_task(beat())
    async with asyncio.timeout(WITHIN_S):
        await stop_tracing(provider)
    heart.cancel()
    return beats


async def test_nobody_waits_for_a_collector_that_never_answers_and_memory_is_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exporting, "SHUTDOWN_SECONDS", 0.5)
    with a_collector(answers=None) as collector:
        processor = exporting_processor(collector.environ["OTEL_EXPORTER_OTLP_ENDPOINT"], PATIENT)
        provider = setup_tracing("intake", {}, processor=processor)

        async with asyncio.timeout(WITHIN_S):
            for _ in range(5):
                await asyncio.to_thread(a_thousand_acts)
        assert len(processor._batch_processor._queue) <= 2_048
        assert await stopped_without_waiting(provider) > 0


async def test_nobody_waits_for_a_collector_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "SHUTDOWN_SECONDS", 0.2)
    provider = setup_tracing("intake", AWAY)

    a_thousand_acts()
    await stopped_without_waiting(provider)


async def test_a_collector_that_is_there_gets_every_span_before_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "SHUTDOWN_SECONDS", WITHIN_S)
    with a_collector(answers=200) as collector:
        provider = setup_tracing("intake", collector.environ)
        a_thousand_acts()

        await stopped_without_waiting(provider)

    assert set(collector.paths) == {"/v1/traces"}
    assert sum(body.count(b"submit_dossier") for body in collector.bodies) == 1_000


async def test_a_collector_that_fails_is_reported_once_a_minute(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting._once_per_minute, "_next", {})
    monkeypatch.setattr(exporting, "SHUTDOWN_SECONDS", WITHIN_S)
    with a_collector(answers=400) as collector:
        provider = setup_tracing("intake", collector.environ | {"OTEL_BSP_MAX_QUEUE_SIZE": "10000"})
        a_thousand_acts()
        a_thousand_acts()
        await stop_tracing(provider)

    failures = [record for record in caplog.records if "code: 400" in record.getMessage()]
    assert len(collector.paths) > 1
    assert len(failures) == 1


def test_each_kind_of_failure_is_reported_once_a_minute() -> None:
    once = OncePerMinute()

    def passes(message: str, at: float) -> bool:
        return once.filter(logging.makeLogRecord({"msg": message, "created": at}))

    assert [passes("away", 0), passes("away", 59), passes("full", 59), passes("away", 61)] == [True, False, True, True]


async def test_a_flush_waits_as_long_as_it_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "SHUTDOWN_SECONDS", 0.2)
    with a_collector(answers=None) as collector:
        processor = exporting_processor(collector.environ["OTEL_EXPORTER_OTLP_ENDPOINT"], {})
        provider = setup_tracing("intake", {}, processor=processor)
        a_thousand_acts()

        assert not await asyncio.to_thread(processor.force_flush, 100)

        await stopped_without_waiting(provider)


async def test_the_variable_for_traces_alone_is_the_whole_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "SHUTDOWN_SECONDS", WITHIN_S)
    with a_collector(answers=200) as collector:
        named = f"{collector.environ['OTEL_EXPORTER_OTLP_ENDPOINT']}/here"
        provider = setup_tracing("intake", {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": named})
        a_thousand_acts()
        await stop_tracing(provider)

    assert set(collector.paths) == {"/here"}
