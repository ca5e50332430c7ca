"""Whose trace an act, its links and its log lines belong to."""

import asyncio
import logging

import asyncpg
import pytest
from msgspec.structs import replace
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from shared.delivery.shell.command_queue import CommandQueue
from shared.delivery.shell.messages import Cause, Performed
from shared.delivery.shell.transaction import Shell
from shared.telemetry.propagation import current_traceparent, parse
from shared.telemetry.spans import batch_span, http_span
from tests.builders import some_id
from tests.delivery.desk import Asked, arriving, mistake, number, record
from tests.delivery.notebook import OpenNotebook, open_notebook

STRANGER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def asked_for(queue: CommandQueue, title: str) -> object:
    """A request of its own asks for one notebook."""
    with http_span("POST", "/notebooks", None) as span:
        command = Asked(open_notebook, OpenNotebook(title=title), f"open-{title}").incoming
        return await queue.perform(replace(command, cause=Cause(command.message, None, span.traceparent)))


def acts_of(recorded: InMemorySpanExporter) -> list[ReadableSpan]:
    return [span for span in recorded.get_finished_spans() if span.kind is SpanKind.INTERNAL]


async def test_requests_that_share_a_transaction_are_not_linked_to_one_another(
    shell: Shell, pool: asyncpg.Pool, recorded: InMemorySpanExporter
) -> None:
    queue = CommandQueue(shell)

    outcomes = await asyncio.gather(*(asked_for(queue, f"n{i}") for i in range(8)))

    acts = acts_of(recorded)
    assert [type(one) for one in outcomes] == [Performed] * 8
    assert [act.name for act in acts] == ["open_notebook"] * 8
    assert [list(act.links) for act in acts] == [[]] * 8


async def test_the_worker_of_commands_knows_nothing_of_the_request_that_started_it(
    shell: Shell, pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []
    perform = shell.perform

    async def watched(messages: list[object]) -> object:
        seen.append(current_traceparent())
        return await perform(messages)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(shell, "perform", watched)

    await asked_for(CommandQueue(shell), "first")

    assert seen == [None]


async def test_records_of_one_batch_are_linked_to_that_batch(
    shell: Shell, pool: asyncpg.Pool, recorded: InMemorySpanExporter
) -> None:
    told = record(number("a", 1), traceparent=STRANGER)

    with batch_span("referencement.evaluation.v1", "intake", 1) as batch:
        await shell.perform(arriving(told))

    (act,) = acts_of(recorded)
    assert [f"{link.context.span_id:016x}" for link in act.links] == [batch.traceparent.split("-")[2]]


async def test_a_failing_act_is_logged_in_the_trace_of_its_message_and_with_its_dossier(
    shell: Shell, pool: asyncpg.Pool, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    traces: dict[str, str | None] = {}

    class Noting(logging.Filter):
        def filter(self, record: logging.LogRecord) -> bool:
            traces[record.getMessage()] = current_traceparent()
            return True

    caplog.handler.addFilter(Noting())
    await shell.perform(arriving(number("a", 1)))

    with batch_span("referencement.evaluation.v1", "intake", 1):
        await shell.perform(arriving(record(mistake("a"), traceparent=STRANGER)))

    (line,) = [one for one in caplog.records if one.getMessage() == "act failed"]
    assert line.__dict__["dossier"] == some_id("a")
    assert parse(traces["act failed"]) == parse(STRANGER)
