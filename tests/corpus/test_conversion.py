"""Records become dossiers by a fixed rule: what they tell is kept, what they do not tell is not made up silently."""

from datetime import date
from typing import Any

from deploy.demo.dossier import Dossier, Outcome
from deploy.demo.foresight import foreseen
from shared.programme.loading import published
from tests.corpus.conversion import converted

TODAY = date(2026, 11, 23)
PROGRAMME = published().in_force_on(TODAY)


def a_record(id_: str = "org.example.steps", **told: object) -> dict[str, Any]:
    blank = dict.fromkeys(("website", "description"))
    known = {
        "name": "Steps",
        "publisher": "Jane",
        "categories": ["Health Manager"],
        "source_code": "https://code.example",
    }
    return {"id": id_, "summary": {}, "anti_features": [], **blank, **known, **told}


def unknown_file(**told: object) -> Dossier:
    """A record whose dice leave it unknown: only what it tells is filed."""
    return converted(a_record("org.example.3", **told), PROGRAMME, TODAY)


def test_what_a_record_does_not_tell_stays_unknown_and_keeps_the_file_incomplete() -> None:
    dossier = unknown_file()

    assert {name: value for name, value in dossier.facts.items() if value is not None} == {
        "form": ["mobile_application"],
        "category": "condition_follow_up",
        "track": "without_exchange",
    }
    assert dossier.answers == {}
    assert foreseen(dossier, PROGRAMME, TODAY).outcome is Outcome.LAPSED


def test_anti_features_tell_facts() -> None:
    facts = unknown_file(anti_features=["Tracking", "NonFreeNet", "Ads"]).facts

    assert (facts["uses_audience_measurement"], facts["uses_network"]) == (True, True)


def test_a_record_without_name_or_publisher_is_named_by_its_id_and_says_so() -> None:
    service = converted(a_record(name=None, publisher=None), PROGRAMME, TODAY).service

    assert (service.name, service.publisher) == ("org.example.steps", "Éditeur inconnu")


def test_a_description_that_the_door_does_not_take_is_foreseen_to_be_turned_away() -> None:
    assert converted(a_record(description="x" * 2001), PROGRAMME, TODAY).expected is Outcome.TURNED_AWAY


def test_the_same_record_always_gives_the_same_dossier_labelled_synthetic() -> None:
    first, second = (converted(a_record(), PROGRAMME, TODAY) for _ in range(2))

    assert first == second
    assert first.service.synthetic is True
