"""The programme as a document: check it, read it, compare its versions, evaluate files with it."""

import json
import sys
from pathlib import Path

import msgspec
import typer

from deploy.console.programme.cases import lines_of, results
from deploy.console.programme.descriptions import criterion_lines, difference_lines, version_lines
from deploy.console.programme.publication import impact, publish
from deploy.console.programme.sources import (
    FAULTY,
    UNUSABLE,
    as_data,
    document_of,
    in_order,
    sentence,
    tell,
    version_of,
)
from shared.http.language import Language
from shared.programme.comparing.versions import compared
from shared.programme.faults import ProgrammeRefused
from shared.programme.loading import load_file
from shared.programme.plain import plain
from shared.programme.readiness import unready

app = typer.Typer(
    no_args_is_help=True,
    help="The programme as a document: check, show, diff, evaluate, publish, impact. "
    "A version is named by its reference (3.0.0), by a file (its latest version) or by both (FILE@3.0.0).",
)


app.command()(publish)
app.command()(impact)


@app.command()
def check(
    file: Path = typer.Argument(help="The programme document, YAML"),
    language: Language = typer.Option(Language.ENGLISH, "--language", help="Of the sentences"),
    as_json: bool = typer.Option(False, "--json", help="One JSON object for each fault"),
) -> None:
    """Tell every fault of a document with line, place and what to do. Exit code 0: none; 1: faults; 2: no file."""
    try:
        document = load_file(file)
    except OSError as error:
        typer.echo(f"{file}: {error.strerror}", err=True)
        raise typer.Exit(UNUSABLE) from None
    except ProgrammeRefused as refused:
        if as_json:
            for fault in in_order(refused.faults):
                typer.echo(json.dumps(as_data(fault), ensure_ascii=False))
        else:
            tell(refused.faults, file, language)
        raise typer.Exit(FAULTY) from None
    waiting = unready(document)
    for fault in () if as_json else waiting:
        typer.echo(f"not to be published yet: {fault.path}: {sentence(fault, language)} {fault.detail}".rstrip())
    for one in document:
        counted = f"{len(one.criteria)} criteria, {len(one.facts)} facts"
        if not as_json:
            typer.echo(f"{document.id} {one.ref}: {counted}, from {one.effective_from}, sha256 {one.content_hash}")


@app.command()
def show(
    version: str = typer.Argument("", help="Which version; none: every version of the programme that ships"),
    criterion: str | None = typer.Option(None, "--criterion", help="One criterion only"),
    as_json: bool = typer.Option(False, "--json", help="The content that the hash covers, as JSON"),
) -> None:
    """Show what a version asks. Exit code 2: no such version or criterion."""
    chosen = [version_of(version)] if version else list(document_of(None))
    for programme in chosen:
        if criterion is None:
            lines = [programme.canonical.decode()] if as_json else version_lines(programme)
        elif criterion not in programme.criteria:
            typer.echo(f"Version {programme.ref} has no criterion {criterion}.", err=True)
            raise typer.Exit(UNUSABLE)
        else:
            items = json.loads(programme.canonical)["criteria"]
            one = next(item for item in items if item["id"] == criterion)
            told = json.dumps(one, ensure_ascii=False)
            lines = [told] if as_json else [f"in {programme.ref}:", *criterion_lines(programme.criteria[criterion])]
        for line in lines:
            typer.echo(line)


@app.command()
def diff(
    before: str = typer.Argument(help="The earlier version"),
    after: str = typer.Argument(help="The later version"),
    as_json: bool = typer.Option(False, "--json", help="As one JSON object"),
) -> None:
    """Tell what differs: added +, removed -, hardened ▲, softened ▼, otherwise changed *, wording ~."""
    difference = compared(version_of(before), version_of(after))
    if as_json:
        typer.echo(json.dumps(plain(difference), ensure_ascii=False))
        return
    for line in difference_lines(difference):
        typer.echo(line)


@app.command()
def evaluate(
    cases: Path = typer.Option(..., "--cases", help="One case a line: facts, answers, evidence, programme_version …"),
    programme: Path | None = typer.Option(None, "--programme", help="The document; none: the one that ships"),
    explain: bool = typer.Option(False, "--explain", help="Add why each criterion is in its state"),
) -> None:
    """Evaluate each case, one line out for each line in. Exit code 1: a line was wrong, the others are evaluated."""
    document = document_of(programme)
    wrong = False
    try:
        for result in results(lines_of(cases), document, explain=explain):
            sys.stdout.write(json.dumps(result.told, ensure_ascii=False) + "\n")
            for fault in result.faults:
                wrong = True
                typer.echo(
                    f"line {result.line}: {fault.path or 'case'}: {fault.code} {fault.detail}".rstrip(), err=True
                )
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        typer.echo(f"{cases}: {error.strerror if isinstance(error, OSError) else error}", err=True)
        raise typer.Exit(UNUSABLE) from None
    raise typer.Exit(FAULTY if wrong else 0)
