"""An alert, and the rule that Prometheus makes of it: whoever is woken reaches runbook and dashboard in one click."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

RUNBOOKS_URL, GRAFANA_URL = "https://runbooks.example", "https://grafana.example"
"""Stand in the committed rules; the chart, or `referencement alerts`, puts the real places there."""
PAGE, TICKET = "page", "ticket"
_WHOLE_LINE = '"service", "all"'
_RELEASE = "{{ with $labels.release }}&var-release={{ . }}{{ end }}"
"""Where samples have that label: not outside of Kubernetes, and not those of Kubernetes itself."""
_CHOSEN = '{{ if eq $labels.service "all" }}$__all{{ else }}{{ $labels.service }}{{ end }}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One rule; several may share a name and differ in severity."""

    name: str
    summary: str
    """One sentence with what is wrong and since when it counts, for whoever reads it at night."""
    expr: str
    severity: str
    lasting: str = "0m"
    kept: str = ""
    """How long it fires on after its end, for causes: what they bring about ends later than they do."""
    caused_by: tuple[str, ...] = ()
    """Alerts of the same service, or of its whole line, that explain this one: while one fires it is held back."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """What its board shows: a question, and the PromQL that answers it; `$service` stands for the chosen service."""

    @property
    def of_whole_line(self) -> bool:
        """Whether it may be about all services at once."""
        return _WHOLE_LINE in self.expr

    def rule(self) -> dict[str, object]:
        """As Prometheus reads it."""
        here = "{{ $labels.service }}"
        chosen = _CHOSEN if self.of_whole_line else here
        board = f"{GRAFANA_URL}/d/{board_uid(self.name)}?var-namespace={{{{ $labels.namespace }}}}{_RELEASE}"
        return {
            "alert": self.name,
            "expr": self.expr,
            "for": self.lasting,
            **({"keep_firing_for": self.kept} if self.kept else {}),
            "labels": {"severity": self.severity},
            "annotations": {
                "summary": self.summary,
                "runbook_url": f"{RUNBOOKS_URL}/{self.name}.md",
                "dashboard_url": f"{board}&var-service={chosen}&from=now-3h",
                "command": f"referencement explain {self.name} --service {here}",
            },
        }


def board_uid(alert: str) -> str:
    """ReferencementOutboxStuck: referencement-outbox-stuck; Grafana allows forty characters."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", alert).lower()[:40]
