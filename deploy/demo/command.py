"""The command line of the demonstration."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from deploy.demo.elsewhere import Elsewhere
from deploy.demo.reading import DEFAULT, FileRefused
from deploy.demo.screen import Screen
from deploy.demo.show import demonstrate
from deploy.local.errors import LocalPartMissing, LocalStartFailed
from deploy.local.line import Line
from deploy.local.preflight import shortcoming
from deploy.local.stack import SERVICES

ROOT = Path(__file__).parents[2] / "build" / "local"
NOT_STARTED, INTERRUPTED = 2, 130

Once = Annotated[bool, typer.Option("--once", help="Stop at the end; exit 0 only if all went as foreseen")]
Dossiers = Annotated[Path, typer.Option(help="A dossier file (deploy/demo/README.md)")]
Summary = Annotated[Path | None, typer.Option(help="Write the counts there, as JSON")]
Port = Annotated[int | None, typer.Option(help="First of five ports for the services; none: free ones")]
There = Annotated[bool, typer.Option("--elsewhere", help="Through the line that the environment names; start nothing")]
Root = Annotated[Path, typer.Option(help="Where servers keep data and logs")]


def run(started: float) -> None:
    """Run the command; `started` is when the process began (monotonic seconds)."""

    def demo(
        once: Once = False,
        dossiers: Dossiers = DEFAULT,
        summary: Summary = None,
        port: Port = None,
        root: Root = ROOT,
        elsewhere: There = False,
    ) -> None:
        """Start the whole line on this machine and drive dossiers through it, from filing to a year later."""
        screen = Screen(started)
        try:
            line = Elsewhere.from_environment() if elsewhere else _here(root, screen, port)
            holds = demonstrate(line, dossiers, screen, once=once, summary=summary)
        except (LocalPartMissing, LocalStartFailed, FileRefused) as error:
            print(f"demo: {error}", file=sys.stderr)
            raise SystemExit(NOT_STARTED) from None
        except KeyboardInterrupt:
            screen.say("stopped; nothing is left running")
            raise SystemExit(0 if screen.finished else INTERRUPTED) from None
        raise SystemExit(0 if holds else 1)

    typer.run(demo)


def _here(root: Path, screen: Screen, port: int | None) -> Line:
    if lacking := shortcoming():
        raise LocalPartMissing(lacking)
    ports = {name: port + place for place, name in enumerate(SERVICES)} if port else {}
    return Line(root, say=screen.say, ports=ports)
