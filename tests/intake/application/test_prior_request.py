"""The prior request (« demande préalable »): rules I-01 to I-04."""

from typing import Any, cast

import pytest

from services.intake.application.domain.life import TRANSITIONS
from services.intake.application.domain.prior_request import (
    RejectPriorRequest,
    ValidatePriorRequest,
    escalate_prior_request,
    reject_prior_request,
    submit_prior_request,
    validate_prior_request,
)
from services.intake.application.domain.state import State
from shared.acts.refusal import Invalid
from shared.contracts.intake.prior_request import PriorRequestRejected, PriorRequestReviewDeadlineMissed
from shared.contracts.vocabulary import Typology
from shared.identity.actor import Actor, Role
from tests.builders import DESK, PUBLISHER, at, awaited, deadline, perform, refusal, told
from tests.intake.words import DOSSIER, a_prior_request, an_application


def faults(request: object, day: str = "2026-03-02") -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        TRANSITIONS.perform(submit_prior_request, None, request, at(day, PUBLISHER))
    return [(one["path"], one["code"]) for one in cast("list[dict[str, str]]", caught.value.facts["faults"])]


class TestI01:
    """A publisher asks whether its service may apply."""

    def test_a_publisher_opens_a_dossier_in_the_name_of_its_organisation(self) -> None:
        change = perform(TRANSITIONS, submit_prior_request, None, a_prior_request(), at("2026-03-02", PUBLISHER))

        assert change.state.state == "prior_submitted"
        assert change.state.organisation == "org-1"
        assert change.state.programme is None
        assert told(change) == ["PriorRequestSubmitted"]

    def test_the_same_message_opens_the_same_dossier(self) -> None:
        first, again, other = (
            perform(TRANSITIONS, submit_prior_request, None, a_prior_request(), at("2026-03-02", PUBLISHER, message=m))
            for m in ("one", "one", "two")
        )

        assert first.state.id == again.state.id != other.state.id

    def test_the_desk_has_ten_working_days(self) -> None:
        change = perform(TRANSITIONS, submit_prior_request, None, a_prior_request(), at("2026-12-18", PUBLISHER))

        assert awaited(change) == {"escalate_prior_request": "2027-01-06"}  # the 5th is in time

    def test_names_are_kept_without_the_spaces_around_them(self) -> None:
        request = a_prior_request(name="  Carnet ", publisher=" Exemple\n")

        change = perform(TRANSITIONS, submit_prior_request, None, request, at("2026-03-02", PUBLISHER))

        assert (change.state.service.name, change.state.service.publisher) == ("Carnet", "Exemple")

    def test_a_service_that_end_users_cannot_use_yet_is_refused(self) -> None:
        request = a_prior_request(usable_by_end_users=False)

        assert refusal(TRANSITIONS, submit_prior_request, None, request, at("2026-03-02", PUBLISHER)) == (
            "not_usable_yet"
        )

    def test_a_publisher_without_organisation_is_refused(self) -> None:
        nobody = Actor("pub-9", frozenset({Role.PUBLISHER}))

        assert refusal(TRANSITIONS, submit_prior_request, None, a_prior_request(), at("2026-03-02", nobody)) == (
            "organisation_unknown"
        )

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"name": ""}, ("name", "length")),
            ({"name": "   "}, ("name", "length")),
            ({"name": "x" * 201}, ("name", "length")),
            ({"publisher": ""}, ("publisher", "length")),
            ({"description": "x" * 2001}, ("description", "length")),
            ({"category": "astrology"}, ("category", "unknown_category")),
            ({"forms": ()}, ("forms", "empty")),
        ],
    )
    def test_what_is_wrong_is_named(self, change: dict[str, Any], fault: tuple[str, str]) -> None:
        assert faults(a_prior_request(**change)) == [fault]

    def test_every_fault_is_named_at_once(self) -> None:
        request = a_prior_request(name="", category="astrology", forms=())

        assert [path for path, _ in faults(request)] == ["name", "category", "forms"]

    def test_a_name_as_long_as_may_be_passes(self) -> None:
        request = a_prior_request(name="x" * 200, description="x" * 2000, url=None)

        change = perform(TRANSITIONS, submit_prior_request, None, request, at("2026-03-02", PUBLISHER))

        assert len(change.state.service.name) == 200

    def test_a_track_that_the_programme_in_force_does_not_open_is_refused(self) -> None:
        """Version 1.0.0 knew no exchange of data."""
        request = a_prior_request(typology=Typology.WITH_EXCHANGE)

        assert faults(request, day="2023-05-02") == [("typology", "track_not_open")]


class TestI02:
    def test_the_desk_opens_the_application(self) -> None:
        change = perform(
            TRANSITIONS, validate_prior_request, an_application(), ValidatePriorRequest(), at("2026-03-05", DESK)
        )

        assert change.state.state == "draft"
        assert told(change) == ["PriorRequestValidated"]
        assert awaited(change) == {"escalate_prior_request": "cancelled"}


class TestI03:
    def test_the_desk_closes_a_request_out_of_scope_with_its_grounds(self) -> None:
        command = RejectPriorRequest(grounds=("out_of_scope",))

        change = perform(TRANSITIONS, reject_prior_request, an_application(), command, at("2026-03-05", DESK))

        assert change.state.state == "rejected"
        assert change.events == (PriorRequestRejected(dossier=DOSSIER, grounds=("out_of_scope",)),)
        assert awaited(change) == {"escalate_prior_request": "cancelled"}

    def test_no_rejection_without_grounds(self) -> None:
        command = RejectPriorRequest(grounds=())

        assert refusal(TRANSITIONS, reject_prior_request, an_application(), command, at("2026-03-05", DESK)) == (
            "grounds_missing"
        )

    def test_grounds_are_codes_because_they_travel(self) -> None:
        command = RejectPriorRequest(grounds=("out_of_scope", "Mme Exemple n'a pas signé"))

        with pytest.raises(Invalid) as caught:
            TRANSITIONS.perform(reject_prior_request, an_application(), command, at("2026-03-05", DESK))

        assert caught.value.facts["faults"] == [
            {"path": "grounds.1", "code": "not_a_code", "detail": "1 to 64 letters, digits, _ . -"}
        ]


class TestI04:
    def test_a_late_review_is_told_and_nothing_is_decided(self) -> None:
        late = deadline("escalate_prior_request", "2026-03-16")

        change = perform(TRANSITIONS, escalate_prior_request, an_application(), late, at("2026-03-17"))

        assert change.state == an_application()
        assert change.events == (PriorRequestReviewDeadlineMissed(dossier=DOSSIER, due_on=late.due_on),)
        assert late.due_on.isoformat() == "2026-03-16"

    def test_a_late_review_may_still_be_done(self) -> None:
        assert "validate_prior_request" in TRANSITIONS.allowed(State.PRIOR_SUBMITTED)
