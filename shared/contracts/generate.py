"""Writes the contracts' documents: schemas/, asyncapi.json, and a first draft of each example that is missing.

python -m shared.contracts.generate          writes them
python -m shared.contracts.generate --check  writes nothing; exit code 1 when something is stale, missing or breaking
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.contracts.publishing.asyncapi import document
from shared.contracts.publishing.compatibility import breaks
from shared.contracts.publishing.drafts import draft, optional
from shared.contracts.publishing.event_schema import schema_of
from shared.contracts.publishing.golden import examples
from shared.contracts.publishing.places import ROOT, as_text, every_event

WHAT_TO_DO = "publish the change as a new class with the next version beside this one; what was told stays readable"


@dataclass(frozen=True, slots=True)
class Written:
    """A document as it should be."""

    path: Path
    text: str

    @property
    def stale(self) -> bool:
        """What is there is not the same."""
        return not self.path.exists() or self.path.read_text("utf-8") != self.text


def schemas(root: Path) -> list[Written]:
    """The JSON Schema of every event."""
    return [
        Written(root / "schemas" / f"{wire.type}.json", as_text(schema_of(event, wire.type)))
        for event, wire in every_event()
    ]


def missing_examples(root: Path) -> Iterator[Written]:
    """Drafts for events without an example: in full, and with no more than is required where that differs."""
    there = {example.type for example in examples(root / "examples")}
    for event, wire in every_event():
        if wire.type in there:
            continue
        yield Written(root / "examples" / f"{wire.type}.json", as_text(draft(event, wire, least=False)))
        if optional(event):
            yield Written(root / "examples" / f"{wire.type}.least.json", as_text(draft(event, wire, least=True)))


def asyncapi(root: Path) -> Written:
    """The public document, with the examples that are there."""
    return Written(root / "asyncapi.json", as_text(document(examples(root / "examples"))))


def breaking(root: Path, wanted: list[Written]) -> list[str]:
    """Where a committed schema would be replaced by one that breaks its readers."""
    now = {one.path: one.text for one in wanted}
    faults = []
    for path in sorted((root / "schemas").glob("*.json")):
        if path not in now:
            faults.append(f"{path.stem}: the event is gone")
            continue
        faults += [
            f"{path.stem}: {fault}" for fault in breaks(json.loads(path.read_text("utf-8")), json.loads(now[path]))
        ]
    return faults


def generate(root: Path, *, check: bool) -> list[str]:
    """Bring the documents up to date, or only say what is not."""
    wanted = schemas(root)
    faults = [f"{fault}\n  {WHAT_TO_DO}" for fault in breaking(root, wanted)]
    if faults:
        return faults
    drafts = list(missing_examples(root))
    if check:
        return [f"{one.path.relative_to(root)}: stale or missing" for one in (*wanted, *drafts, asyncapi(root))
                if one.stale]  # fmt: skip
    for one in (*wanted, *drafts):
        one.path.parent.mkdir(exist_ok=True)
        one.path.write_text(one.text, "utf-8")
    public = asyncapi(root)
    public.path.write_text(public.text, "utf-8")
    return []


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    found = generate(ROOT, check=parser.parse_args().check)
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    sys.exit(1 if found else 0)
