"""Reads an actor out of verified claims, whatever shape the identity provider gives to roles."""

from collections.abc import Mapping
from typing import TypeGuard

from shared.identity.actor import SYSTEM_PREFIX, Actor, Role
from shared.identity.refusal import TokenRefused

LONGEST_NAME = 255

_CONFERRED = {role.value: role for role in Role if role is not Role.SYSTEM}


def actor_from(claims: Mapping[str, object], roles_claim: str, organisation_claim: str) -> Actor:
    """Roles the process does not know are passed over; an actor without any may read, rules refuse the rest."""
    subject = claims["sub"]
    if not isinstance(subject, str) or not _is_name(subject):
        raise TokenRefused("token_malformed", "the subject of the token is not usable")
    if subject.startswith(SYSTEM_PREFIX):
        raise TokenRefused("token_subject_reserved", "this subject is reserved for the process itself")
    organisation = _at(claims, organisation_claim)
    if organisation is not None and organisation != "" and not _is_name(organisation):
        raise TokenRefused("token_malformed", "the organisation of the token is not usable")
    return Actor(subject, _roles(_at(claims, roles_claim)), organisation or None)


def _is_name(text: object) -> TypeGuard[str]:
    """Whether journal and events can carry it: bounded, visible, no half characters, no blanks around it."""
    return isinstance(text, str) and 0 < len(text) <= LONGEST_NAME and text.isprintable() and text == text.strip()


def _roles(claim: object) -> frozenset[Role]:
    match claim:
        case None:
            return frozenset()
        case str():
            names: list[object] = list(claim.split())
        case list():
            names = claim
        case _:
            raise TokenRefused("token_malformed", "the roles of the token are not a list")
    return frozenset(_CONFERRED[name] for name in names if isinstance(name, str) and name in _CONFERRED)


def _at(claims: Mapping[str, object], name: str) -> object:
    """A claim by its exact name, else by path: `realm_access.roles` looks into `realm_access`."""
    if name in claims:
        return claims[name]
    found: object = claims
    for step in name.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
