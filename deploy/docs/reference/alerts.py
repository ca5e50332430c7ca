"""Every alert: its sentence, how urgent it is, its runbook, the expression."""

from deploy.docs.reference.table import anchor
from deploy.observing.rules import alerts

INTRODUCTION = """# Alerts

The rules are in `deploy/alerts`, and the chart makes objects of them. `page` wakes somebody, `ticket` can wait for
the next working day. What to do: the [runbook](../runbooks/README.md) of each.
"""


def page() -> str:
    """All rules by name, promises first."""
    parts, before = [INTRODUCTION], ""
    for alert in alerts():
        if alert.name != before:
            parts.append(f"{anchor(alert.name)}\n\n## {alert.name}\n\n[Runbook](../runbooks/{alert.name}.md)")
            if alert.caused_by:
                parts.append(
                    f"Held back while one of these fires: {', '.join(f'[{one}](#{one})' for one in alert.caused_by)}."
                )
        summary = alert.summary.replace("{{ $labels.service }}", "SERVICE")
        parts.append(f"**{alert.severity}**, for {alert.lasting}: `{summary}`\n\n```promql\n{alert.expr.strip()}\n```")
        before = alert.name
    return "\n\n".join(parts) + "\n"
