"""Where the documents lie, and what they describe."""

import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from shared.contracts.registry import WIRES, Wire
from shared.contracts.topics import SERVICES

ROOT = Path(__file__).parents[1]
SCHEMAS, EXAMPLES, ASYNCAPI = ROOT / "schemas", ROOT / "examples", ROOT / "asyncapi.json"


def every_event() -> Iterator[tuple[type[Any], Wire]]:
    """All event classes of all services with how they travel, in order of their type."""
    for service in SERVICES:
        import_module(f"shared.contracts.{service}")
    yield from sorted(WIRES.items(), key=lambda item: item[1].type)


def as_text(document: Mapping[str, Any]) -> str:
    """The one way in which these documents are written."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
