"""Who of the administration reads surveillance's files."""

from shared.identity.actor import Role

STAFF = (Role.DESK_OFFICER, Role.AUDITOR, Role.MINISTER_DELEGATE)
