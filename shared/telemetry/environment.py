"""The standard `OTEL_*` variables, checked before OpenTelemetry reads them.

The library reads most of them itself, some while it is imported, and ends the process over a value it cannot use. The
specification wants a warning and the default instead. So this module imports nothing of OpenTelemetry, runs first, and
takes unusable values out of the environment.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import urlsplit

DEFAULT_QUEUE, DEFAULT_BATCH = 2_048, 512
_LIMITS = (
    "OTEL_ATTRIBUTE_COUNT_LIMIT", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT",
    "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_SPAN_EVENT_COUNT_LIMIT", "OTEL_SPAN_LINK_COUNT_LIMIT",
    "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT",
)  # fmt: skip
_BATCHES = (
    "OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
)  # fmt: skip
_TIMEOUTS = ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT")
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_COMPRESSIONS = ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION")
_FILES = tuple(
    f"OTEL_EXPORTER_OTLP_{which}{what}"
    for which in ("TRACES_", "")
    for what in ("CERTIFICATE", "CLIENT_KEY", "CLIENT_CERTIFICATE")
)
_PLUGINS = {
    "OTEL_PROPAGATORS": "opentelemetry_propagator",
    "OTEL_EXPERIMENTAL_RESOURCE_DETECTORS": "opentelemetry_resource_detector",
    "OTEL_PYTHON_CONTEXT": "opentelemetry_context",
}


@dataclass(frozen=True, slots=True)
class Unusable:
    """A variable whose value is not used, and what holds instead."""

    variable: str
    value: str
    why: str

    def line(self) -> str:
        """For logs and for `config check`."""
        return f"{self.variable}={self.value!r} {self.why}"


_found: list[Unusable] = []


def settle(environ: MutableMapping[str, str]) -> None:
    """Take what cannot be used out of the environment of this process; `unusable_at_start` tells what that was."""
    _found[:] = unusable(environ)
    for one in _found:
        environ.pop(one.variable, None)


def unusable_at_start() -> tuple[Unusable, ...]:
    """What `settle` took out, for the log once there is one."""
    return tuple(_found)


def unusable(environ: Mapping[str, str]) -> list[Unusable]:
    """Every standard variable whose value the library, or this product, cannot use."""
    found = []
    for names, why_not in _CHECKS:
        for name in names:
            text = environ.get(name, "").strip()
            if text and (why := why_not(name, text)):
                found.append(Unusable(name, text[:80], why))
    return found


def batch_sizes(environ: Mapping[str, str]) -> tuple[int, int]:
    """Spans kept at most, and sent at once: a batch is never larger than the queue, which the library refuses."""
    queue = int(environ.get("OTEL_BSP_MAX_QUEUE_SIZE") or DEFAULT_QUEUE)
    batch = int(environ.get("OTEL_BSP_MAX_EXPORT_BATCH_SIZE") or DEFAULT_BATCH)
    return queue, min(batch, queue)


def timeout_seconds(environ: Mapping[str, str], default: float) -> float:
    """How long one request to the collector may take. The specification counts milliseconds, the library seconds."""
    for name in _TIMEOUTS:
        if text := environ.get(name, "").strip():
            return int(text) / 1000
    return default


def _integer(least: int) -> Callable[[str, str], str]:
    def why_not(_: str, text: str) -> str:
        usable = text.isascii() and text.isdigit() and least <= int(text[:19]) and len(text) < 19  # noqa: PLR2004
        return "" if usable else f"is no whole number of at least {least}: the default is used"

    return why_not


def _endpoint(_: str, text: str) -> str:
    try:
        place = urlsplit(text)
        usable = place.scheme in {"http", "https"} and bool(place.hostname) and place.port != 0
    except ValueError:
        usable = False
    return "" if usable else "is no http(s) address such as http://collector:4318: it is not used"


def _protocol(_: str, text: str) -> str:
    return "" if text == "http/protobuf" else "is not spoken here: http/protobuf is used"


def _compression(_: str, text: str) -> str:
    return "" if text in {"gzip", "deflate", "none"} else "is none of gzip, deflate, none: nothing is compressed"


def _file(_: str, text: str) -> str:
    try:
        Path(text).open("rb").close()
    except (OSError, ValueError) as error:
        return f"cannot be read ({type(error).__name__}): it is not used"
    return ""


def _plugin(name: str, text: str) -> str:
    known = {point.name for point in entry_points(group=_PLUGINS[name])} | {"none", "*"}
    missing = [one for one in map(str.strip, text.split(",")) if one not in known]
    return f"names {', '.join(missing)}, which is not installed: the default is used" if missing else ""


def _pairs(_: str, text: str) -> str:
    broken = [pair for pair in text.split(",") if "=" not in pair or not pair.partition("=")[0].strip()]
    return "is no list of name=value pairs: it is not used" if broken else ""


_Check = tuple[tuple[str, ...], Callable[[str, str], str]]
_CHECKS: tuple[_Check, ...] = (
    (_LIMITS, _integer(0)),
    (_BATCHES, _integer(1)),
    (_TIMEOUTS, _integer(1)),
    (_ENDPOINTS, _endpoint),
    (_PROTOCOLS, _protocol),
    (_COMPRESSIONS, _compression),
    (_FILES, _file),
    (("OTEL_RESOURCE_ATTRIBUTES",), _pairs),
    (tuple(_PLUGINS), _plugin),
)


def lines(environ: Mapping[str, str]) -> Iterator[str]:
    """What is not used of an environment, or was not at the start of this process; one line each."""
    return (one.line() for one in [*_found, *unusable(environ)])
