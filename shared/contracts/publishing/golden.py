"""Golden examples: records as they lie on a topic, written down for good; TYPE.json, and TYPE.<case>.json for more."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.contracts.envelope import Headers
from shared.contracts.publishing.places import EXAMPLES


@dataclass(frozen=True, slots=True)
class Example:
    """One record."""

    name: str
    topic: str
    key: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def type(self) -> str:
        """The event's type on the wire."""
        return self.headers["ce_type"]

    @property
    def raw_headers(self) -> Headers:
        """The headers as Kafka carries them."""
        return [(name, value.encode()) for name, value in self.headers.items()]

    @property
    def value(self) -> bytes:
        """The value as Kafka carries it."""
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()


def examples(folder: Path = EXAMPLES) -> list[Example]:
    """All golden examples, in order of their names."""
    return [Example(path.stem, **json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"))]
