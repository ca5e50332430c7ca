"""Who of the administration reads decision's files."""

from shared.identity.actor import Role

STAFF = (Role.DESK_OFFICER, Role.EVALUATOR, Role.COMMISSION_SECRETARY, Role.MINISTER_DELEGATE, Role.AUDITOR)
