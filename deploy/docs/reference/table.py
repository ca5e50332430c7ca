"""Tables in Markdown."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what would end a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(one) for one in line) + " |" for line in lines) + "\n"


def cell(text: str) -> str:
    """A text as one cell."""
    return " ".join(text.split()).replace("|", "\\|")


def first_sentence(text: str | None) -> str:
    """The first paragraph of a docstring, as one line."""
    return " ".join((text or "").strip().split("\n\n")[0].split())


def anchor(name: str) -> str:
    """A place that a link can name."""
    return f'<a id="{name}"></a>'
