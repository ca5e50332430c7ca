"""The programme with all its versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from shared.programme.faults import UnknownProgrammeVersion
from shared.programme.version import Programme
from shared.programme.vocabulary import Title


@dataclass(frozen=True, slots=True, eq=False)
class ProgrammeDocument:
    """Every published version, oldest first; a version never changes once published.

    `labels` word the codes that have no title of their own (options, units, themes …); they carry no rule.
    """

    id: str
    title: Title
    versions: tuple[Programme, ...]
    labels: Mapping[str, Title] = field(default_factory=dict, repr=False)

    def __iter__(self) -> Iterator[Programme]:
        return iter(self.versions)

    def label(self, code: str) -> Title:
        """The wording of a code; the code itself where none is written."""
        return self.labels.get(code) or Title(code, code)

    def in_force_on(self, day: date) -> Programme:
        """The version under which a file filed that day is judged, from its day of effect included."""
        begun = [programme for programme in self.versions if programme.effective_from <= day]
        if not begun:
            raise UnknownProgrammeVersion(f"no version was in force on {day}")
        return begun[-1]

    def version(self, ref: str) -> Programme:
        """The version of that reference, such as "3.0.0"."""
        for programme in self.versions:
            if programme.ref == ref:
                return programme
        raise UnknownProgrammeVersion(f"no version {ref!r}")
