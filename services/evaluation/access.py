"""Who reads what evaluation keeps."""

from shared.http.problems import Problem
from shared.identity.actor import Actor, Role

STAFF = (Role.EVALUATOR, Role.DESK_OFFICER, Role.COMMISSION_SECRETARY, Role.MINISTER_DELEGATE, Role.AUDITOR)


def only_own(actor: Actor, organisation: str) -> None:
    """The staff reads everything, a publisher what its own organisation filed. Problem: not_your_dossier."""
    if not actor.acting_as(*STAFF) and not actor.belongs_to(organisation):
        raise Problem("not_your_dossier")
