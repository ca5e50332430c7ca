"""A dashboard of this project: its variables, its links, its panels from left to right."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from grafana_foundation_sdk.builders.dashboard import (
    Dashboard,
    DashboardLink,
    DatasourceVariable,
    QueryVariable,
)
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as model

from deploy.dashboards.panels import NAMESPACES, RELEASES, SOURCE, Panel, laid_out

TAG = "referencement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Its uid is its file's name, and where alerts lead to."""

    uid: str
    title: str
    panels: Sequence[Panel]
    service: str | None = ".*"
    """What the variable `$service` stands at first; None: the board has none."""
    tags: Sequence[str] = (TAG,)

    def as_json(self) -> str:
        """The document, as Grafana's provisioning reads it."""
        others = DashboardLink("référencement").type(model.DashboardLinkType.DASHBOARDS).tags([TAG])
        found = (
            Dashboard(self.title)
            .uid(self.uid)
            .tags(list(self.tags))
            .readonly()
            .refresh("30s")
            .time("now-3h", "now")
            .timezone("browser")
            .links([others.as_dropdown(True).include_vars(True).keep_time(True)])
            .variables(self._variables())
        )
        for panel in laid_out(self.panels):
            found.with_panel(panel)
        return json.dumps(found.build(), cls=JSONEncoder, ensure_ascii=False, indent=1) + "\n"

    def _variables(self) -> list[Builder[model.VariableModel]]:
        source = DatasourceVariable("datasource").type("prometheus").label("Prometheus")
        namespace = _variable("namespace", "referencement_ready", ".*")
        release = _variable("release", f"referencement_ready{{{NAMESPACES}}}", ".*")
        if self.service is None:
            return [source, namespace, release]
        return [source, namespace, release, _variable("service", f"referencement_ready{{{RELEASES}}}", self.service)]


def _variable(name: str, series: str, chosen: str) -> QueryVariable:
    """Values of a label, several or all of them; `chosen` is what it stands at first."""
    text, value = ("All", "$__all") if chosen == ".*" else (chosen, chosen)
    return (
        QueryVariable(name)
        .label(name)
        .datasource(SOURCE)
        .query({"query": f"label_values({series}, {name})", "refId": name})
        .refresh(model.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .include_all(True)
        .all_value(".*")
        .current(model.VariableOption(text=text, value=value))
    )
