"""Whether a document may be published and run: more is asked of it than of a draft that is only read."""

from collections.abc import Iterator
from itertools import pairwise

from shared.programme.comparing.versions import compared, step_needed, step_taken
from shared.programme.document import ProgrammeDocument
from shared.programme.faults import Fault
from shared.programme.version import Programme

CLOCKS = (
    "prior_request_review",
    "admissibility",
    "completion",
    "complement",
    "evaluation",
    "decision",
    "suspensive_reservation",
    "non_suspensive_reservation",
    "convention_signature",
    "test_completion",
    "complaint_acknowledgement",
    "complaint_triage",
    "observations",
    "suspension",
)
"""The clocks that the process runs: their lengths are data, that they run is the process (process.md 2.15)."""


def unready(document: ProgrammeDocument) -> tuple[Fault, ...]:
    """Everything that keeps a well-formed document from being published."""
    found = [fault for programme in document for fault in (*_procedure(programme), *_wording(programme))]
    return tuple(dict.fromkeys([*found, *_steps(document)]))


def _procedure(programme: Programme) -> Iterator[Fault]:
    if not programme.procedure.given:
        yield Fault("procedure", "procedure_missing")
        return
    for clock in CLOCKS:
        if clock not in programme.deadlines:
            yield Fault(f"procedure.deadlines.{clock}", "deadline_missing", f"version {programme.ref}")
    if not programme.categories:
        yield Fault("procedure.categories", "categories_missing", f"version {programme.ref}")


def _wording(programme: Programme) -> Iterator[Fault]:
    for fact in programme.facts.values():
        if not fact.title.fr and not fact.derived:
            yield Fault(f"facts.{fact.id}.title", "title_empty")


def _steps(document: ProgrammeDocument) -> Iterator[Fault]:
    """A version number says how much changes (criteria.md 4.8)."""
    for before, after in pairwise(document.versions):
        difference = compared(before, after)
        needed = step_needed(difference)
        if step_taken(before.ref, after.ref) < needed:
            which = ", ".join(one.criterion for one in difference.criteria[:5])
            detail = f"a {needed.name.lower()} step after {before.ref}: {which}"
            yield Fault(f"programme.versions.{after.ref}.version", "version_step_too_small", detail)
