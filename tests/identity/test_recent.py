from shared.identity.actor import Actor
from shared.identity.recent import RecentActors


def test_the_least_recently_used_token_is_forgotten_first() -> None:
    recent = RecentActors(size=2, clock=lambda: 0.0)
    for name in ("first", "second"):
        recent.remember(name, Actor(name), until=100)
    recent.get("first")

    recent.remember("third", Actor("third"), until=100)

    assert recent.get("first") == Actor("first")
    assert recent.get("second") is None
    assert recent.get("third") == Actor("third")


def test_no_token_lies_in_memory() -> None:
    recent = RecentActors(clock=lambda: 0.0)

    recent.remember("a-secret-token", Actor("p-1"), until=100)

    assert "a-secret-token" not in repr(recent)
