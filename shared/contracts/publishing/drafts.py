"""A first draft of a golden example, for an event that has none yet. Correct it by hand: it is never written again."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, NewType, get_args, get_origin, get_type_hints

from shared.contracts.envelope import Envelope
from shared.contracts.registry import Wire

DOSSIER = "0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87"
CORRELATION = "5e0b7c1a-9d24-5f86-a3b1-c7d2e4f60819"
IDS = {
    "dossier": DOSSIER,
    "listing": "3f6d2b9e-7c14-5a08-9e57-d1c0b8a42f63",
    "complaint": "b81e4c70-2a95-5d3f-8c66-0f9a7e5d3b12",
    "case": "e27f0a54-6b38-5c91-a7d2-48b6c1e03f95",
    "campaign": "90c5d3e8-1f72-5b46-bd09-7a2e6f8c4d10",
}
DAYS = {
    "filed_on": "2026-03-02", "passed_on": "2026-04-20", "failed_on": "2026-04-20", "decided_on": "2026-06-15",
    "published_on": "2026-06-15", "ends_on": "2027-06-15", "expired_on": "2027-06-15", "lapsed_on": "2026-05-18",
    "ordered_on": "2026-10-05", "lifted_on": "2026-11-16", "issued_on": "2026-01-12", "valid_until": "2027-01-12",
}  # fmt: skip
TEXTS = {
    "name": "Carnet de tension", "publisher": "Exemple Santé SAS", "organisation": "org-exemple-sante",
    "category": "condition_follow_up", "programme": "3.0.0", "url": "https://carnet.example", "rate": "0.10",
    "description": "Suivi de la tension artérielle à domicile.", "criterion": "SEC-07", "type": "certificate",
}  # fmt: skip
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def draft(event: type[Any], wire: Wire, *, least: bool) -> dict[str, Any]:
    """A record of this event; `least`: only what is required."""
    body = _filled(event, least)
    subject = IDS[wire.subject or "dossier"]
    envelope = Envelope(
        id="0197a1c2-6f00-7c3d-9e1b-2a4b6c8d0e1f",
        type=wire.type,
        source=wire.source,
        subject=subject,
        time=datetime(2026, 6, 15, 9, 30, tzinfo=UTC),
        sequence=3,
        dossier=body.get("dossier"),
        correlation=CORRELATION,
        causation=CORRELATION,
        programme="3.0.0",
        traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    )
    headers = {name: value.decode() for name, value in envelope.headers()}
    return {"topic": wire.topic, "key": subject, "headers": headers, "body": body}


def optional(event: type[Any]) -> bool:
    """Whether some field of the event may be left out."""
    return any(one.default is not MISSING or one.default_factory is not MISSING for one in fields(event))


def _filled(cls: type[Any], least: bool) -> dict[str, Any]:
    hints = get_type_hints(cls)
    skipped = {one.name for one in fields(cls) if least and one.default is not MISSING}
    skipped |= {one.name for one in fields(cls) if least and one.default_factory is not MISSING}
    return {one.name: _value(one.name, hints[one.name], least) for one in fields(cls) if one.name not in skipped}


def _value(name: str, hint: Any, least: bool) -> Any:  # noqa: ANN401
    if type(None) in get_args(hint):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if isinstance(hint, NewType):
        return IDS[hint.__name__.removesuffix("Id").lower()]
    if get_origin(hint) is tuple:
        return [_value(name.removesuffix("s"), get_args(hint)[0], least)]
    if get_origin(hint) is Mapping:
        return {"SEC-07": _value(name, get_args(hint)[1], least)}
    if isinstance(hint, type) and is_dataclass(hint):
        return _filled(hint, least)
    return _scalar(name, hint)


def _scalar(name: str, hint: Any) -> object:  # noqa: ANN401
    if isinstance(hint, type) and issubclass(hint, Enum):
        return str(next(iter(hint)).value)
    if name.endswith("hash") or name in ("sha256", "seed"):
        return SHA
    return {**DAYS, **TEXTS}.get(name) or {bool: False, int: 30, date: "2026-07-01"}.get(hint, name)
