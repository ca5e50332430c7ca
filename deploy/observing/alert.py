"""An alert, and the rule that Prometheus makes of it: whoever is woken reaches runbook and dashboard in one click."""

import re
from dataclasses import dataclass

RUNBOOKS_URL, GRAFANA_URL = "https://runbooks.example", "https://grafana.example"
"""Stand in the committed rules; the chart, or `referencement alerts`, puts the real places there."""
PAGE, TICKET = "page", "ticket"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One rule; several may share a name and differ in severity."""

    name: str
    summary: str
    """One sentence with what is wrong and since when it counts, for whoever reads it at night."""
    expr: str
    severity: str
    lasting: str = "0m"
    shown: tuple[str, ...] = ()
    """What its board shows besides its own expression: PromQL, `$service` stands for the chosen service."""

    def rule(self) -> dict[str, object]:
        """As Prometheus reads it."""
        here = "{{ $labels.service }}"
        return {
            "alert": self.name,
            "expr": self.expr,
            "for": self.lasting,
            "labels": {"severity": self.severity},
            "annotations": {
                "summary": self.summary,
                "runbook_url": f"{RUNBOOKS_URL}/{self.name}.md",
                "dashboard_url": f"{GRAFANA_URL}/d/{board_uid(self.name)}?var-service={here}&from=now-3h",
                "command": f"referencement explain {self.name} --service {here}",
            },
        }


def board_uid(alert: str) -> str:
    """ReferencementOutboxStuck: referencement-outbox-stuck; Grafana allows forty characters."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", alert).lower()[:40]
