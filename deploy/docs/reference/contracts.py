"""Topics, events and their fields, from the registry of what travels."""

import dataclasses
from collections.abc import Iterator

from deploy.docs.reference.services import services
from deploy.docs.reference.table import anchor, first_sentence, table
from shared.contracts.registry import WIRES, Wire
from shared.contracts.topics import SERVICES, TOPICS

INTRODUCTION = """# Contracts

What travels on Kafka: CloudEvents in binary mode, attributes in `ce_…` headers, the data as JSON in the value,
keyed by the aggregate. A record comes at least once: `ce_id` tells a repeat. For programs:
JSON Schemas and examples in `shared/contracts/schemas` and `examples`,
[AsyncAPI](../../shared/contracts/asyncapi.json), [signatures](../../shared/contracts/signatures.md).
"""


def page() -> str:
    """All topics, then all events by the service that publishes them."""
    rows = [
        (f"`{one.name}`", str(one.partitions), "latest value of each key" if one.compacted else "ten years")
        for one in TOPICS
    ]
    parts = [INTRODUCTION, "## Topics\n", table(("topic", "partitions", "kept"), rows)]
    services()  # whoever is imported has registered its events
    for service in SERVICES:
        parts.append(f"## Events of {service}\n")
        parts += [_event(cls, wire) for cls, wire in WIRES.items() if wire.service == service]
    return "\n".join(parts)


def _event(cls: type, wire: Wire) -> str:
    subject = f", about a {wire.subject}" if wire.subject else ""
    place = f"{anchor(cls.__name__.lower())}\n\n### {cls.__name__}"
    head = f"{place}\n\n{first_sentence(cls.__doc__)}\n\n`{wire.type}` on `{wire.topic}`{subject}.\n"
    return f"{head}\n{table(('field', 'type', ''), _fields(cls))}"


def _fields(cls: type) -> Iterator[tuple[str, str, str]]:
    for one in dataclasses.fields(cls):
        optional = one.default is not dataclasses.MISSING or one.default_factory is not dataclasses.MISSING
        yield f"`{one.name}`", f"`{_type(one.type)}`", "optional" if optional else ""


def _type(annotation: object) -> str:
    if isinstance(annotation, str):
        return annotation
    if getattr(annotation, "__origin__", None) is None and isinstance(annotation, type):
        return annotation.__name__
    return str(annotation).replace("typing.", "").replace("shared.contracts.", "").replace("datetime.", "")
