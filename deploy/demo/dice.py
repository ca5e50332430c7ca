"""Reproducible choices: the same seed and names give the same choice on every machine and Python, for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dice:
    """Dice of one subject. A throw depends on its names alone, not on the throws before it."""

    seed: str

    def share(self, *names: str) -> float:
        """From 0 (included) to 1 (excluded)."""
        digest = sha256(":".join((self.seed, *names)).encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    def pick(self, options: Sequence[T], *names: str) -> T:
        """One of the options. IndexError: there is none."""
        return options[int(self.share(*names) * len(options))]

    def of(self, name: str) -> "Dice":
        """Dice of another subject under the same seed."""
        return Dice(f"{self.seed}:{name}")
