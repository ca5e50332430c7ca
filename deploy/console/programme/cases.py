"""Evaluates files («dossiers») line by line: each line in is a case, each line out its result."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from shared.programme.case import Case
from shared.programme.document import ProgrammeDocument
from shared.programme.faults import Fault, NotAssessable, UnknownProgrammeVersion
from shared.programme.outcome import as_expected
from shared.programme.plain import plain
from shared.programme.version import Programme

PARTS = ("facts", "answers", "evidence", "na_claims")
IGNORED = frozenset({"id", "why", "expected", "programme_version", "evaluated_on"})
SPEAKS_FOR_ITSELF = ("answer_", "fact_wrong_type", "fact_not_an_option", "track_not_open", "evidence_", "claim_")
"""Faults that the result itself shows: the criterion is invalid, indeterminate, or needs evidence."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line out, and what was wrong with the line in."""

    line: int
    told: dict[str, object]
    faults: list[Fault] = field(default_factory=list)


def results(lines: Iterator[str], document: ProgrammeDocument, *, explain: bool) -> Iterator[Result]:
    """One result for each line that is not empty; a line that cannot be used gives an error and stops nothing."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _result(number, line, document, explain)


def lines_of(file: Path) -> Iterator[str]:
    """The cases of a file: one a line, or one JSON array of all of them."""
    with file.open(encoding="utf-8") as opened:
        first = opened.readline()
        if first.lstrip().startswith("["):
            whole = msgspec.json.decode(first + opened.read(), type=list[msgspec.Raw])
            yield from (bytes(one).decode() for one in whole)
            return
        yield first
        yield from opened


def _result(number: int, line: str, document: ProgrammeDocument, explain: bool) -> Result:
    try:
        data = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        return _refused(number, "CASE_UNREADABLE", [Fault("", "json_unreadable", str(error))])
    faults = list(_shape(data))
    if faults:
        return _refused(number, "CASE_MALFORMED", faults)
    try:
        programme = _programme(data, document)
    except UnknownProgrammeVersion as unknown:
        fault = Fault("programme_version", "programme_version_unknown", str(unknown))
        return _refused(number, "PROGRAMME_VERSION_UNKNOWN", [fault])
    case = Case(*(data.get(part) or {} for part in PARTS))
    hidden = [one for one in programme.faults(case) if not one.code.startswith(SPEAKS_FOR_ITSELF)]
    return Result(number, _judged(programme, case, date.fromisoformat(data["evaluated_on"]), explain), hidden)


def _judged(programme: Programme, case: Case, on: date, explain: bool) -> dict[str, object]:
    try:
        told = as_expected(programme.assess(case, on))
    except NotAssessable as refusal:
        return as_expected(refusal)
    return {**told, "criteria": plain(programme.explain(case, on))} if explain else told


def _programme(data: Mapping[str, str], document: ProgrammeDocument) -> Programme:
    ref = data.get("programme_version")
    return document.version(ref) if ref else document.in_force_on(date.fromisoformat(data["evaluated_on"]))


def _refused(number: int, code: str, faults: list[Fault]) -> Result:
    return Result(number, {"error": code, "line": number, "faults": plain(faults)}, faults)


def _shape(data: object) -> Iterator[Fault]:
    if not isinstance(data, dict):
        yield Fault("", "mapping_expected", "one case, as an object")
        return
    for part in PARTS:
        if not isinstance(data.get(part, {}), dict | None):
            yield Fault(part, "mapping_expected")
    for key in data.keys() - {*PARTS, *IGNORED}:
        yield Fault(key[:80], "key_unknown")
    if not isinstance(data.get("programme_version", ""), str):
        yield Fault("programme_version", "text_expected")
    try:
        date.fromisoformat(data.get("evaluated_on", ""))
    except (TypeError, ValueError):
        yield Fault("evaluated_on", "day_expected", "YYYY-MM-DD")
