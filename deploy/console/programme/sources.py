"""Finds the programme that a command names, and tells what is wrong with a document."""

import os
from pathlib import Path

import typer

from shared.http.language import Language
from shared.programme.document import ProgrammeDocument
from shared.programme.faults import Fault, ProgrammeRefused, UnknownProgrammeVersion
from shared.programme.loading import load_file, published
from shared.programme.plain import plain
from shared.programme.sentences import says
from shared.programme.version import Programme

FAULTY, UNUSABLE = 1, 2
"""Exit codes: the content is wrong; there is nothing to read."""


def document_of(file: Path | None) -> ProgrammeDocument:
    """The programme of a file, else of PROGRAMME_FILE, else the one that ships. Exits with every fault otherwise."""
    named = file or (Path(os.environ["PROGRAMME_FILE"]) if os.environ.get("PROGRAMME_FILE") else None)
    if named is None:
        return published()
    try:
        return load_file(named)
    except ProgrammeRefused as refused:
        tell(refused.faults, named, Language.ENGLISH)
        raise typer.Exit(FAULTY) from None
    except OSError as error:
        typer.echo(f"{named}: {error.strerror}", err=True)
        raise typer.Exit(UNUSABLE) from None


def version_of(named: str) -> Programme:
    """The version that "3.0.0", "FILE" (its latest) or "FILE@3.0.0" names. Exits with one line if there is none."""
    file, at, ref = named.rpartition("@")
    if not at:
        file, ref = (named, "") if _is_file(named) else ("", named)
    document = document_of(Path(file) if file else None)
    try:
        return document.version(ref) if ref else document.versions[-1]
    except UnknownProgrammeVersion:
        there = ", ".join(one.ref for one in document)
        typer.echo(f"There is no version {ref}; {document.id} has {there}. A file is named by its path.", err=True)
        raise typer.Exit(UNUSABLE) from None


def _is_file(named: str) -> bool:
    return Path(named).exists() or "/" in named or named.endswith((".yaml", ".yml"))


def tell(faults: tuple[Fault, ...], file: Path, language: Language) -> None:
    """Every fault on a line of its own, in the order of the document, and how many there are."""
    for fault in in_order(faults):
        place = f"{file}:{fault.line}" if fault.line else str(file)
        detail = f" ({fault.detail})" if fault.detail else ""
        typer.echo(f"{place}: {fault.path or 'document'}: {fault.code}: {sentence(fault, language)}{detail}", err=True)
    typer.echo(f"{len(faults)} fault(s); nothing was loaded.", err=True)


def in_order(faults: tuple[Fault, ...]) -> list[Fault]:
    """By line; those without a line first."""
    return sorted(faults, key=lambda fault: fault.line or 0)


def sentence(fault: Fault, language: Language) -> str:
    """What is wrong and what to do."""
    said = says(fault.code)
    return said.fr if language is Language.FRENCH else said.en


def as_data(fault: Fault) -> dict[str, object]:
    """A fault for machines, with its sentences."""
    told = plain(fault)
    assert isinstance(told, dict)
    return {**told, "what_to_do": plain(says(fault.code))}
