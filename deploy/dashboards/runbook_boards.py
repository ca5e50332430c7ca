"""For each alert a dashboard: its runbook, beside the pictures that matter for it."""

from collections.abc import Iterator
from itertools import groupby

from deploy.dashboards.dashboard import Board
from deploy.dashboards.panels import Panel
from deploy.observing.alert import board_uid
from deploy.observing.rules import alerts
from deploy.observing.runbooks import runbook


def runbook_boards() -> Iterator[Board]:
    """In the order of the alerts."""
    for name, rules in groupby(alerts(), key=lambda alert: alert.name):
        alert = next(rules)
        shown = [Panel(title=question, queries=[query], height=6) for question, query in alert.shown.items()]
        text = runbook(name).told("$service", "$namespace", "$release")
        page = Panel(title=name, kind="text", text=text, width=24, height=24)
        yield Board(
            uid=board_uid(name),
            title=f"Runbook · {name.removeprefix('Referencement')}",
            panels=(*shown, page),
            tags=("referencement-runbook",),
        )
