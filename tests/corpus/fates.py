"""What becomes of each converted application, drawn by its dice: shares are those of a busy desk, not of a source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deploy.demo.dice import Dice
from deploy.demo.script import Complaint, ComplaintEnd, Script, Withdrawal
from shared.contracts.vocabulary import Typology
from shared.programme.vocabulary import Severity

MINOR, MAJOR, CRITICAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL
COMPLAINED = 0.35
"""Share of complaints among the files that meet every criterion."""


@dataclass(frozen=True, slots=True)
class Fate:
    """A course that files take."""

    name: str
    share: float
    """Of all files; the last fate takes the rest."""
    fails: tuple[Severity, ...] = ()
    """The severities of the criteria that fail."""
    acts: Mapping[str, Any] = field(default_factory=dict)
    """What people do differently from the usual."""

    def script(self, dice: Dice) -> Script:
        """What people do with the file."""
        acts = dict(self.acts)
        if self is WITHDRAWN:
            acts["withdrawal"] = dice.pick([one for one in Withdrawal if one is not Withdrawal.NEVER], "withdrawal")
        if self is COMPLIANT and dice.share("complained") < COMPLAINED:
            acts["complaints"] = [_complaint(dice)]
        return Script(**acts)


UNKNOWN = Fate("only what the record tells is filed, nobody completes it", 0.15)
COMPLETED = Fate("only what the record tells is filed, the publisher provides the rest when asked", 0.15)
WITHDRAWN = Fate("withdrawn", 0.06)
TESTS_FAILED = Fate("tests failed", 0.03, acts={"tests": "fail"})
TESTS_REPEATED = Fate("tests passed at the second attempt", 0.05, acts={"tests": "fail_then_pass"})
COMPLIANT = Fate("compliant", 1.0)
FATES = (
    UNKNOWN,
    COMPLETED,
    WITHDRAWN,
    Fate("rejected", 0.04, acts={"prior_request": "reject"}),
    Fate("inadmissible", 0.03, acts={"admissibility": "inadmissible"}),
    Fate("reserved", 0.12, fails=(MINOR, MINOR)),
    Fate("suspensive reservation, lifted", 0.10, fails=(MAJOR,)),
    Fate("suspensive reservations, never lifted", 0.03, fails=(MAJOR, MAJOR), acts={"lifting": "never"}),
    Fate("unfavourable", 0.06, fails=(CRITICAL, MINOR)),
    Fate("refused against a favourable opinion", 0.03, acts={"decision": "refuse"}),
    TESTS_FAILED,
    TESTS_REPEATED,
    COMPLIANT,
)


def drawn(dice: Dice, typology: str) -> Fate:
    """The fate of a file. Without exchange there are no tests: such a file is simply compliant."""
    thrown = dice.share("fate")
    for fate in FATES:
        if thrown < fate.share:
            break
        thrown -= fate.share
    tested = fate in (TESTS_FAILED, TESTS_REPEATED)
    return COMPLIANT if tested and typology == Typology.WITHOUT_EXCHANGE else fate


def _complaint(dice: Dice) -> Complaint:
    urgent = dice.share("urgent") < 0.3
    return Complaint(
        category="PERSONAL_DATA" if urgent else "MISLEADING_CONTENT",
        ends=dice.pick(tuple(ComplaintEnd), "ends"),
        urgent=urgent,
        observations="Observations synthétiques." if dice.share("observations") < 0.6 else None,
    )
