"""The generated pages: one module each, with a function `page()` that gives Markdown."""

from collections.abc import Callable, Mapping

from deploy.docs.reference import alerts, console, contracts, metrics, powers, refusals, rules, settings

GENERATED: Mapping[str, Callable[[], str]] = {
    "settings": settings.page,
    "console": console.page,
    "contracts": contracts.page,
    "alerts": alerts.page,
    "metrics": metrics.page,
    "refusals": refusals.page,
    "powers": powers.page,
    "rules": rules.page,
}
FOLDER = "docs/reference"


def generated() -> dict[str, str]:
    """Path and text of each generated page."""
    return {f"{FOLDER}/{name}.md": page() for name, page in GENERATED.items()}
