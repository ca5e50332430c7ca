"""A dashboard, as Grafana's provisioning reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.observing.panels import NAMESPACES, RELEASES, SOURCE, Panel, laid_out

SCHEMA = 39


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Its uid is its file's name and the place that alerts lead to."""

    uid: str
    title: str
    panels: Sequence[Panel]
    service: str | None = ".*"
    """What the variable `$service` stands at first; None: the board has none."""
    tags: Sequence[str] = ("referencement",)

    def as_json(self) -> dict[str, object]:
        """The whole document."""
        return {
            "uid": self.uid,
            "title": self.title,
            "tags": list(self.tags),
            "schemaVersion": SCHEMA,
            "editable": False,
            "refresh": "30s",
            "time": {"from": "now-3h", "to": "now"},
            "timezone": "browser",
            "links": [
                {"type": "dashboards", "tags": ["referencement"], "asDropdown": True, "title": "référencement",
                 "includeVars": True, "keepTime": True},
            ],
            "templating": {"list": self._variables()},
            "panels": laid_out(self.panels),
        }  # fmt: skip

    def _variables(self) -> list[dict[str, object]]:
        source: dict[str, object] = {
            "name": "datasource",
            "type": "datasource",
            "query": "prometheus",
            "label": "Prometheus",
        }
        namespace = _variable("namespace", "referencement_ready", ".*")
        release = _variable("release", f"referencement_ready{{{NAMESPACES}}}", ".*")
        if self.service is None:
            return [source, namespace, release]
        return [source, namespace, release, _variable("service", f"referencement_ready{{{RELEASES}}}", self.service)]


def _variable(name: str, series: str, chosen: str) -> dict[str, object]:
    """Values of a label, several or all of them; `chosen` is what it stands at first."""
    everything = chosen == ".*"
    return {
        "name": name,
        "type": "query",
        "label": name,
        "datasource": SOURCE,
        "query": {"query": f"label_values({series}, {name})", "refId": name},
        "refresh": 2,
        "includeAll": True,
        "allValue": ".*",
        "current": {"text": "All" if everything else chosen, "value": "$__all" if everything else chosen},
    }
