"""Who of the administration may read what publishers filed."""

from shared.identity.actor import Role

STAFF = (Role.DESK_OFFICER, Role.EVALUATOR, Role.COMMISSION_SECRETARY, Role.MINISTER_DELEGATE, Role.AUDITOR)
