"""One line of `config check`."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """WRONG: it will not run. DOUBTFUL: it will, and somebody should look."""

    OK = "ok"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and what is the matter: the fault, a colon, what to do."""

    verdict: Verdict
    what: str
    told: str

    def line(self) -> str:
        """For people."""
        return f"{self.verdict:8}  {self.what}: {self.told}" if self.verdict is Verdict.OK else (
            f"{self.verdict:8}  {self.what} {self.told}"
        )  # fmt: skip


def ok(what: str, told: str) -> Finding:
    """As it should be."""
    return Finding(Verdict.OK, what, told)


def doubtful(what: str, told: str) -> Finding:
    """It runs, but."""
    return Finding(Verdict.DOUBTFUL, what, told)


def wrong(what: str, told: str) -> Finding:
    """It will not run."""
    return Finding(Verdict.WRONG, what, told)
