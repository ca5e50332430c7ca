"""Reads a dossier file: JSON Lines, every fault of every line named at once."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from deploy.demo.dossier import Dossier
from deploy.demo.script import Complaint
from shared.programme.faults import Fault
from shared.programme.version import Programme

DEFAULT = Path(__file__).with_name("dossiers.jsonl")
SHOWN = 60


class FileRefused(ValueError):
    """The file cannot be used; the message has one line per fault."""

    def __init__(self, path: Path, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        told = (
            f"  line {one.line}: {one.path}: {one.code}{f' ({one.detail})' if one.detail else ''}" for one in faults
        )
        super().__init__(
            "\n".join((f"{path}: {len(faults)} faults; README.md in deploy/demo describes the format", *told))
        )


def read_dossiers(path: Path, programme: Programme, today: date) -> list[Dossier]:
    """The dossiers of a file. FileRefused: it cannot be read, or lines are wrong."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise FileRefused(path, [Fault("", "unreadable", str(error), 0)]) from error
    dossiers: list[Dossier] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            read = _read(line, number, programme, today)
            if isinstance(read, Dossier):
                dossiers.append(read)
            else:
                faults += read
    if not dossiers and not faults:
        faults.append(Fault("", "no_dossier", "at least one line is expected", 1))
    if faults:
        raise FileRefused(path, faults)
    return dossiers


def _read(line: str, number: int, programme: Programme, today: date) -> Dossier | list[Fault]:
    try:
        dossier = Dossier.model_validate_json(line)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        return [Fault(".".join(map(str, one["loc"])) or "$", one["type"], one["msg"], number) for one in found]
    faults = [Fault(one.path, one.code, one.detail[:SHOWN], number) for one in _faults(dossier, programme, today)]
    return faults or dossier


def _faults(dossier: Dossier, programme: Programme, today: date) -> Iterator[Fault]:
    """What the programme knows to be wrong; what the door alone can tell is left to the door (outcome turned_away)."""
    yield from programme.faults(dossier.filed(programme).case(today))
    if dossier.completion:
        for one in programme.faults(dossier.completion.case(today)):
            yield Fault(f"completion.{one.path}", one.code, one.detail)
    categories = [one.id for one in programme.procedure.complaint_categories]
    for place, complaint in enumerate(dossier.acts.complaints):
        yield from _complaint(f"script.complaints.{place}", complaint, categories)
    for id_ in dossier.acts.corrections:
        if id_ not in programme.criteria:
            yield Fault(f"script.corrections.{id_}"[:SHOWN], "unknown_criterion")


def _complaint(path: str, complaint: Complaint, categories: list[str]) -> Iterator[Fault]:
    if complaint.category not in categories:
        yield Fault(f"{path}.category", "unknown_category", ", ".join(categories))
