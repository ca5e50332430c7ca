"""One JSON object per line on stdout, for our own code and for every library alike, with the current trace."""

import logging
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from pythonjsonlogger.json import JsonFormatter

from shared.telemetry.foreign_logs import adjust_foreign
from shared.telemetry.masking import masked
from shared.telemetry.propagation import current_traceparent, parse

FOREIGN = ("uvicorn", "uvicorn.error", "uvicorn.access", "aiokafka", "asyncio", "faststream", "faststream.access.kafka")


class TracedFormatter(JsonFormatter):
    """Structured facts go into `extra`: `log.info("dossier parked", extra={"dossier": id, "rule": "INT-03"})`."""

    def __init__(self, service: str) -> None:
        super().__init__(["message"])
        self._service = service

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        log_data["level"] = record.levelname.lower()
        log_data["logger"] = record.name
        log_data["service"] = self._service
        here = parse(current_traceparent())
        if here is not None:
            log_data["trace_id"] = here.trace_id
            log_data["span_id"] = here.span_id
        super().add_fields(log_data, record, message_dict)

    def format(self, record: logging.LogRecord) -> str:
        """One line of printable ASCII; json leaves DEL as it is, terminals do not."""
        return super().format(record).replace("\x7f", "\\u007f")

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return {name: masked(value) if isinstance(value, str) else value for name, value in log_data.items()}


def setup_logging(service: str, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Replaces whatever was set up before; start uvicorn with `log_config=None` so that it leaves this alone.

    The handler sits on FastStream's loggers themselves: it looks there before it adds one of its own, whenever it is
    imported or its broker created.
    """
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(TracedFormatter(service))
    handler.addFilter(adjust_foreign(level.upper()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in FOREIGN:
        logger = logging.getLogger(name)
        own = name.startswith("faststream")
        logger.handlers[:] = [handler] if own else []
        logger.propagate = not own
        logger.setLevel(logging.NOTSET)
