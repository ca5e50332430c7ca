"""The publication of the programme: rule I-20."""

from dataclasses import replace
from typing import Any, cast

import pytest

from services.intake.programme.domain.life import TRANSITIONS as PUBLICATION
from services.intake.programme.domain.publication import Publication, publish_programme, published_programme
from shared.acts.refusal import Invalid
from shared.contracts.intake.programme import ProgrammeVersionPublished
from shared.programme.loading import published
from shared.programme.reading.document import read_document
from tests.builders import DELEGATE, PUBLISHER, at, perform, refusal, told
from tests.programme.documents import changed, with_version

NEXT: dict[str, Any] = {"effective_from": "2027-01-01", "tracks": ["without_exchange"], "transition_months": 6}
DAY = "2026-09-01"


def a_publication(ref: str = "4.0.0", **other: object) -> Publication:
    return Publication(text=f"versions up to {ref}", document=read_document(with_version(ref, **NEXT | other)))


def faults(publication: Publication, known: object = None) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        PUBLICATION.perform(publish_programme, known, publication, at(DAY, DELEGATE))
    return [(one["path"], one["code"]) for one in cast("list[dict[str, str]]", caught.value.facts["faults"])]


class TestI20:
    """Versions are published for good, and only ever more of them."""

    def test_a_new_version_is_told_with_its_hash_and_its_day_of_effect(self) -> None:
        change = perform(PUBLICATION, publish_programme, None, a_publication(), at(DAY, DELEGATE))

        (event,) = change.events
        assert isinstance(event, ProgrammeVersionPublished)
        assert (event.version.programme, event.version.effective_from.isoformat()) == ("4.0.0", "2027-01-01")
        assert len(event.version.content_hash) == 64
        assert event.transition_months == 6
        assert change.state.programme == "4.0.0"

    def test_everyone_is_told_the_whole_document(self) -> None:
        state = perform(PUBLICATION, publish_programme, None, a_publication(), at(DAY, DELEGATE)).state

        record = published_programme(state)
        assert record.document == "versions up to 4.0.0"
        assert [one.programme for one in record.versions] == ["1.0.0", "2.0.0", "3.0.0", "4.0.0"]

    def test_the_same_again_tells_no_version_twice(self) -> None:
        state = perform(PUBLICATION, publish_programme, None, a_publication(), at(DAY, DELEGATE)).state

        assert told(perform(PUBLICATION, publish_programme, state, a_publication(), at(DAY, DELEGATE))) == []

    def test_a_version_with_other_content_is_refused_even_where_this_process_has_not_learnt_it_yet(self) -> None:
        state = perform(PUBLICATION, publish_programme, None, a_publication(), at(DAY, DELEGATE)).state

        assert faults(a_publication(transition_months=9), state) == [("programme.versions.4.0.0", "version_changed")]
        assert faults(a_publication("5.0.0"), state) == [("programme.versions.4.0.0", "version_withdrawn")]

    def test_a_published_version_may_not_change(self) -> None:
        document = read_document(changed("procedure/validity/months", 24))

        assert {code for _, code in faults(Publication(text="", document=document))} == {"version_changed"}

    def test_a_version_takes_effect_on_the_day_of_its_publication_at_the_earliest(self) -> None:
        assert faults(a_publication(effective_from="2026-08-31")) == [
            ("programme.versions.4.0.0.effective_from", "version_in_the_past")
        ]
        perform(PUBLICATION, publish_programme, None, a_publication(effective_from=DAY), at(DAY, DELEGATE))

    def test_what_the_process_could_not_run_is_not_published(self) -> None:
        document = with_version("4.0.0", **NEXT, overrides={"procedure": {"categories": []}})

        assert ("procedure.categories", "categories_missing") in faults(
            Publication(text="", document=read_document(document))
        )

    def test_only_the_delegate_publishes(self) -> None:
        assert refusal(PUBLICATION, publish_programme, None, a_publication(), at(DAY, PUBLISHER)) == "role_required"

    def test_nothing_new_to_what_ships_is_published_without_a_word(self) -> None:
        unchanged = Publication(text="as shipped", document=published())

        change = perform(PUBLICATION, publish_programme, None, unchanged, at(DAY, DELEGATE))

        assert told(change) == []
        assert replace(change.state, document="").programme == "3.0.0"
