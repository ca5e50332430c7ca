"""Which role may perform which act, from the acts themselves."""

from collections.abc import Iterator

from deploy.docs.reference.services import acts
from deploy.docs.reference.table import table
from shared.identity.actor import Role

INTRODUCTION = """# Powers

Which role may perform which act. `own`: only on dossiers that the act admits its caller to, as a publisher on those
of its own organisation. Acts of the system answer an event or a deadline; no token confers that role.
Nobody of the public side acts on a dossier of an organisation that he or she speaks for. Each rule leads to [the
table of rules](rules.md).
"""


def page() -> str:
    """A table per service: an act per row, a role per column."""
    parts = [INTRODUCTION]
    for service in dict.fromkeys(service.name for service, _, _ in acts()):
        roles = [role for role in Role if any(role in act.roles for owner, _, act in acts() if owner.name == service)]
        parts += [f"## {service.capitalize()}\n", table(("act", "rule", *roles), _rows(service, roles))]
    return "\n".join(parts)


def _rows(service: str, roles: list[Role]) -> Iterator[tuple[str, ...]]:
    for owner, aggregate, act in acts():
        if owner.name == service:
            mark = "own" if act.admits else "yes"
            may = (mark if role in act.roles else "" for role in roles)
            yield f"`{act.name}` ({aggregate.name})", f"[{act.rule}](rules.md#{act.rule.lower()})", *may
