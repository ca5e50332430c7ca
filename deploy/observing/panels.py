"""Panels of a Grafana dashboard, as little of its JSON as Grafana needs, placed from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.observing.promql import narrowed

WIDTH = 24
OWN = 'service=~"$service"'
"""Chooses the service that the dashboard's variable names."""
NAMESPACES = 'namespace=~"$namespace"'
"""Chooses the namespaces; every query of every panel has it. `.*` takes samples without the label too."""
RELEASES = f'{NAMESPACES},release=~"$release"'
"""Chooses the releases, too: for what services tell, for Kubernetes knows no releases."""
SOURCE = {"type": "prometheus", "uid": "${datasource}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One picture: what it shows, and the queries behind it."""

    title: str
    queries: Sequence[str] = ()
    legend: str = ""
    unit: str = "short"
    kind: str = "timeseries"
    """timeseries, stat, table, bargauge or text."""
    width: int = 8
    height: int = 8
    text: str = ""
    """Markdown; for the kind text."""
    note: str = ""
    """What whoever looks should know."""
    stacked: bool = False
    red_above: float | None = None

    def placed(self, number: int, x: int, y: int) -> dict[str, object]:
        """The panel as Grafana stores it."""
        place: dict[str, object] = {
            "id": number,
            "type": self.kind,
            "title": self.title,
            "gridPos": {"x": x, "y": y, "w": self.width, "h": self.height},
        }
        if self.note:
            place["description"] = self.note
        if self.kind == "text":
            return place | {"options": {"mode": "markdown", "content": self.text}}
        return place | {
            "datasource": SOURCE,
            "targets": [self._target(place_, query) for place_, query in enumerate(self.queries)],
            "fieldConfig": {"defaults": self._defaults(), "overrides": []},
            "options": self._options(),
        }

    def _target(self, place: int, query: str) -> dict[str, object]:
        shown = {
            "refId": chr(ord("A") + place),
            "datasource": SOURCE,
            "expr": narrowed(query, RELEASES, NAMESPACES),
            "legendFormat": self.legend or "__auto",
        }
        return shown | ({"instant": True, "format": "table"} if self.kind == "table" else {})

    def _defaults(self) -> dict[str, object]:
        steps: list[dict[str, object]] = [{"color": "green", "value": None}]
        if self.red_above is not None:
            steps.append({"color": "red", "value": self.red_above})
        drawn: dict[str, object] = {"fillOpacity": 10, "lineWidth": 1}
        if self.stacked:
            drawn["stacking"] = {"mode": "normal", "group": "A"}
        if self.red_above is not None:
            drawn["thresholdsStyle"] = {"mode": "line"}
        custom = {"custom": drawn} if self.kind == "timeseries" else {}
        return {"unit": self.unit, "thresholds": {"mode": "absolute", "steps": steps}, **custom}

    def _options(self) -> dict[str, object]:
        if self.kind == "timeseries":
            return {
                "legend": {"displayMode": "list", "placement": "bottom"},
                "tooltip": {"mode": "multi", "sort": "desc"},
            }
        return {"reduceOptions": {"calcs": ["lastNotNull"], "values": False}} if self.kind != "table" else {}


def laid_out(panels: Sequence[Panel]) -> list[dict[str, object]]:
    """From left to right, a new line where the next does not fit."""
    placed: list[dict[str, object]] = []
    x = y = tallest = 0
    for number, panel in enumerate(panels, 1):
        if x + panel.width > WIDTH:
            x, y, tallest = 0, y + tallest, 0
        placed.append(panel.placed(number, x, y))
        x, tallest = x + panel.width, max(tallest, panel.height)
    return placed
