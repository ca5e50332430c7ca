import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiokafka.errors import GroupCoordinatorNotAvailableError

from shared.telemetry import foreign_logs
from shared.telemetry.logs import FOREIGN, setup_logging
from shared.telemetry.propagation import within

HERE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(restored_logging: None, monkeypatch: pytest.MonkeyPatch) -> Lines:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stdout", stream)
    setup_logging("intake", "info")
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def restored_logging() -> Iterator[None]:
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in FOREIGN)]
    before = [(list(one.handlers), one.level, one.propagate) for one in loggers]
    yield
    for one, (handlers, level, propagate) in zip(loggers, before, strict=True):
        one.handlers[:], one.propagate = handlers, propagate
        one.setLevel(level)


def test_a_line_is_one_object_with_trace_and_facts(lines: Lines) -> None:
    with within(HERE):
        logging.getLogger("services.intake").info("dossier parked", extra={"dossier": "d-1", "rule": "INT-03"})

    (line,) = lines()
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "services.intake",
        "service": "intake",
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
        "span_id": "b7ad6b7169203331",
        "message": "dossier parked",
        "dossier": "d-1",
        "rule": "INT-03",
    }


STEERING = "a\x1b[2J\x9b31m\x7f\r\nb\u202ec\u2028d\u200b\x00\U000e0041"
"""What clears a terminal, forges a line or turns the direction of reading."""


def test_texts_of_strangers_steer_no_terminal_and_forge_no_line(
    restored_logging: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stdout", stream)
    setup_logging("intake", "info")

    try:
        raise ValueError(STEERING)
    except ValueError:
        logging.getLogger("services.intake").exception(
            "refused %s", STEERING, extra={"told": STEERING, "all": [STEERING]}
        )

    written = stream.getvalue()
    (line,) = map(json.loads, written.splitlines())
    assert written.isascii() and written.removesuffix("\n").isprintable()
    assert line["message"] == f"refused {STEERING}"
    assert (line["told"], line["all"]) == (STEERING, [STEERING])
    assert STEERING in line["exc_info"]


def test_a_line_outside_any_trace_names_none(lines: Lines) -> None:
    logging.getLogger("services.intake").warning("broker away")

    assert "trace_id" not in lines()[0]


def test_a_failure_keeps_its_traceback_in_the_same_object(lines: Lines) -> None:
    try:
        raise RuntimeError("first\nsecond")
    except RuntimeError:
        logging.getLogger("services.intake").exception("batch failed")

    (line,) = lines()
    assert line["level"] == "error"
    assert "RuntimeError: first\nsecond" in line["exc_info"]


@pytest.mark.parametrize("name", ["uvicorn.error", "aiokafka.conn", "faststream", "faststream.access.kafka", "asyncio"])
def test_libraries_speak_the_same_way_and_once(lines: Lines, name: str) -> None:
    logging.getLogger(name).error("oh")

    assert [(line["logger"], line["message"]) for line in lines()] == [(name, "oh")]


@pytest.mark.usefixtures("lines")
def test_faststream_finds_a_handler_and_adds_none_of_its_own() -> None:
    from faststream._internal.logger.logging import set_logger_fmt  # noqa: PLC0415 - its import adds handlers

    for name in ("faststream", "faststream.access.kafka"):
        logger = logging.getLogger(name)
        setup_logging("intake")
        set_logger_fmt(logger, stream=io.StringIO(), fmt="%(message)s")
        assert len(logger.handlers) == 1


def a_waking_coordinator() -> None:
    logger = logging.getLogger("aiokafka.consumer.group_coordinator")
    logger.error("Group Coordinator Request failed: %s", GroupCoordinatorNotAvailableError())


def test_a_coordinator_that_wakes_up_is_no_error(lines: Lines) -> None:
    a_waking_coordinator()

    assert lines() == []


def test_a_coordinator_still_asleep_after_a_minute_is_one(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_logs, "FIRST_START_SECONDS", 0)

    a_waking_coordinator()

    assert lines()[0]["level"] == "error"


def test_any_other_coordinator_failure_is_an_error_at_once(lines: Lines) -> None:
    logging.getLogger("aiokafka.consumer.group_coordinator").error("Group Coordinator Request failed: %s", "denied")

    assert lines()[0]["level"] == "error"


def test_access_lines_hold_neither_address_nor_query(lines: Lines) -> None:
    access = logging.getLogger("uvicorn.access")
    access.info('%s - "%s %s HTTP/%s" %d', "192.0.2.7:5123", "GET", "/complaints?email=j@example.fr", "1.1", 404)
    access.info('%s - "%s %s HTTP/%s" %d', "192.0.2.7:5123", "GET", "/live", "1.1", 200)

    assert [line["message"] for line in lines()] == ["GET /complaints 404"]


def test_what_libraries_quote_is_masked(lines: Lines) -> None:
    logging.getLogger("asyncpg").error("no route to postgresql://intake:hunter2@db/intake", extra={"by": "j@ex.fr"})

    (line,) = lines()
    assert line["message"] == "no route to postgresql://***@db/intake"
    assert line["by"] == "***@***"


def test_the_same_information_of_a_library_is_said_once_a_minute_and_other_information_is_said(lines: Lines) -> None:
    log = logging.getLogger("aiokafka.consumer.subscription_state")
    for generation in (1, 1, 1, 2):
        log.info("Subscribed anew, %d", generation)

    assert [line["message"] for line in lines()] == ["Subscribed anew, 1", "Subscribed anew, 2"]
