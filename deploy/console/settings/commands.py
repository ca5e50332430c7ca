"""The reference of settings, generated from the classes that read them."""

import typer

from deploy.console.places import all_services
from shared.runtime.settings import ServiceSettings

INTRODUCTION = """# Settings

Every environment variable that the services read. Times are seconds.
`referencement settings --markdown` writes this page."""


def settings(
    markdown: bool = typer.Option(False, help="As a Markdown table, for the documentation"),
) -> None:
    """Print every environment variable that the services read: default, meaning, who reads it."""
    typer.echo(reference() if markdown else "\n".join(" · ".join(row) for row in _rows()), nl=not markdown)


def reference() -> str:
    """The settings as a Markdown page."""
    lines = [INTRODUCTION, "", "| variable | default | read by | meaning |", "|---|---|---|---|"]
    lines += [f"| `{name}` | {default} | {who} | {meaning} |" for name, default, who, meaning in _rows()]
    return "\n".join(lines) + "\n"


def _rows() -> list[tuple[str, str, str, str]]:
    rows = [_row(name, "all", ServiceSettings) for name in ServiceSettings.model_fields]
    for service in all_services():
        own = [name for name in service.settings.model_fields if name not in ServiceSettings.model_fields]
        rows += [_row(name, service.name, service.settings) for name in own]
    return rows


def _row(name: str, who: str, owner: type[ServiceSettings]) -> tuple[str, str, str, str]:
    field = owner.model_fields[name]
    default = "required" if field.is_required() else f"`{_shown(field.default)}`"
    return name.upper(), default, who, (field.description or "").replace("|", "\\|")


def _shown(default: object) -> str:
    if isinstance(default, frozenset):
        return "[" + ", ".join(sorted(f'"{value}"' for value in default)) + "]"
    if default is None or isinstance(default, bool):
        return "unset" if default is None else str(default).lower()
    return str(default) or "empty"
