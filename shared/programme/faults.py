"""What is wrong with an input, told all at once and with its place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong at one place.

    `path` names the place ("answers.SEC-07"), `code` is stable snake_case for machines, `detail` says what was expected
    and never repeats what a person wrote. `line` is the line of the document, where there is one.
    """

    path: str
    code: str
    detail: str = ""
    line: int | None = None


class ProgrammeRefused(ValueError):
    """The document is no programme: it is refused whole, with every fault found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        first = faults[0]
        super().__init__(f"{len(faults)} faults, the first: {first.code} at {first.path} {first.detail}")


class UnknownProgrammeVersion(LookupError):
    """No version of the programme answers to this reference, or none was in force on this day.

    A version may be on its way here: what is pinned to it waits.
    """


class NotAssessable(ValueError):
    """The file cannot be judged under this version at all; `code` says why."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code}: {detail}")
