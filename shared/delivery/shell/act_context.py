"""What acts may know besides their state and message."""

from dataclasses import dataclass

from shared.base.clock import Clock
from shared.calendar.periods import WorkingCalendar
from shared.programme.document import ProgrammeDocument


@dataclass(slots=True)
class ActContext:
    """Shared by all batches of a process. `programmes` is replaced when a version is published."""

    clock: Clock
    programmes: ProgrammeDocument
    calendar: WorkingCalendar
