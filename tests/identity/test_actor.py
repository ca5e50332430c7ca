from shared.identity.actor import Actor, Role


def test_an_actor_has_only_its_own_roles() -> None:
    actor = Actor("p-1", frozenset({Role.PUBLISHER}), "org-1")

    assert actor.has(Role.PUBLISHER)
    assert not actor.has(Role.MINISTER_DELEGATE)


def test_an_actor_acts_in_the_first_accepted_capacity_it_holds() -> None:
    actor = Actor("p-1", frozenset({Role.AUDITOR, Role.DESK_OFFICER}))

    assert actor.acting_as(Role.DESK_OFFICER, Role.AUDITOR) is Role.DESK_OFFICER
    assert actor.acting_as(Role.MINISTER_DELEGATE) is None


def test_the_process_is_journaled_as_itself() -> None:
    assert Actor.system("deadlines") == Actor("system:deadlines", frozenset({Role.SYSTEM}), None)


def test_two_unknown_organisations_are_not_the_same_one() -> None:
    assert Actor("p-1", organisation="org-1").belongs_to("org-1")
    assert not Actor("p-1", organisation="org-1").belongs_to("org-2")
    assert not Actor("p-1").belongs_to(None)
