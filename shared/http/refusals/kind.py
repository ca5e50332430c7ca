"""What is known of a refusal code beside its name."""

from dataclasses import dataclass

Wording = tuple[str, str]
"""French, English."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a refusal code looks over HTTP and on pages: its status, and in French and English what it means and what to
    do next. A title has no full stop; what to do is one or more whole sentences.
    """

    status: int
    title: Wording
    what_to_do: Wording

    @property
    def wordings(self) -> tuple[Wording, Wording]:
        """What it means, what to do."""
        return self.title, self.what_to_do
