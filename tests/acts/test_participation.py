"""Who took part in examining a dossier decides nothing on it, and no event says who it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.acts.participation import joined, participant, participants, refuse_participant
from shared.acts.refusal import Refused
from shared.identity.actor import Actor, Role
from tests.builders import at

PEOPLE = st.sampled_from(["eva-1", "eva-2", "desk-1", "min-1", "min-2", "é", "a:b"])
DOSSIERS = st.sampled_from(["0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87", "0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a88"])


def refused(dossier: str, digests: tuple[str, ...], actor: str) -> bool:
    try:
        refuse_participant(dossier, digests, at("2026-03-10", Actor(actor, frozenset({Role.MINISTER_DELEGATE}))))
    except Refused as refusal:
        return refusal.code == "signatory_took_part"
    return False


@given(DOSSIERS, st.sets(PEOPLE), PEOPLE)
def test_whoever_took_part_is_refused_and_nobody_else(dossier: str, took_part: set[str], actor: str) -> None:
    assert refused(dossier, participants(dossier, *took_part), actor) == (actor in took_part)


@given(st.sets(PEOPLE), PEOPLE)
def test_what_somebody_did_in_one_dossier_says_nothing_in_another(took_part: set[str], actor: str) -> None:
    assert not refused("another dossier", participants("one dossier", *took_part), actor)


@given(DOSSIERS, PEOPLE)
def test_a_digest_is_sixty_four_hexadecimal_digits_without_the_actor(dossier: str, actor: str) -> None:
    digest = participant(dossier, actor)

    assert len(bytes.fromhex(digest)) == 32
    assert actor not in digest


def test_the_digest_is_that_of_openssl() -> None:
    """printf %s eva-1 | openssl dgst -sha256 -hmac dossier-1"""
    assert participant("dossier-1", "eva-1") == "a700201e006773c47d7f5ee9fc3a1c1787b0ba470f8219e5fd3f53842e904154"


@pytest.mark.parametrize("actors", [(), (None,)])
def test_an_event_that_names_nobody_keeps_nobody_away(actors: tuple[str | None, ...]) -> None:
    assert participants("dossier-1", *actors) == ()
    assert not refused("dossier-1", (), "min-1")


@given(st.lists(st.sets(PEOPLE)))
def test_groups_are_joined_without_order(groups: list[set[str]]) -> None:
    assert joined(*groups) == joined(*reversed(groups)) == tuple(sorted(set().union(*groups)))
