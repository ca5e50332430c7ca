"""Which server an error is about: errors of drivers do not say."""

from collections.abc import Iterator
from contextlib import contextmanager

_NOTE = "asked: "


@contextmanager
def naming(server: str) -> Iterator[None]:
    """Whatever is raised within is about this server: `intake database`."""
    try:
        yield
    except Exception as error:
        error.add_note(_NOTE + server)
        raise


def named_in(error: BaseException) -> str:
    """The server that the error is about; empty: nobody said."""
    notes: list[str] = getattr(error, "__notes__", [])
    return next((note.removeprefix(_NOTE) for note in notes if note.startswith(_NOTE)), "")
