"""The files of all dashboards; the chart carries them, compose mounts the chart's."""

from collections.abc import Mapping

from deploy.dashboards.boards import boards
from deploy.dashboards.runbook_boards import runbook_boards


def board_files() -> Mapping[str, str]:
    """Name and content of each dashboard."""
    return {f"{board.uid}.json": board.as_json() for board in (*boards(), *runbook_boards())}
