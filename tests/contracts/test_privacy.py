"""No event can carry personal data, health data or a person's own words: every field name was read by someone.

A new field fails here until it is put into the group that says why it is harmless.
"""

from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from shared.contracts.publishing.places import every_event

IDS = {"campaign", "case", "complaint", "documents", "dossier", "drawn", "listing", "organisation"}
DAYS = {
    "decided_on", "due_on", "effective_from", "ends_on", "expired_on", "failed_on", "filed_on", "issued_on",
    "lapsed_on", "lifted_on", "observations_due_on", "ordered_on", "passed_on", "published_on", "until", "valid_until",
}  # fmt: skip
COUNTS_AND_FLAGS = {
    "confirmed", "convention_signed", "corrected", "days_left", "population_size", "rate", "scores", "suspensive",
    "synthetic", "transition_months",
}  # fmt: skip
CODES = {
    "api_version", "category", "clock", "conformity", "corrected_facts", "criteria", "criterion", "failed_cases",
    "forms", "from_programme", "ground", "grounds", "items", "not_met", "opinion", "party", "programme", "rung",
    "scope", "severity", "state", "status", "suggested_opinion", "suspension_scope", "tests", "to_programme", "track",
    "type", "typology", "urgency_grounds", "verdict",
}  # fmt: skip
DIGESTS = {"content_hash", "participants", "population_hash", "programme_hash", "report_sha256", "seed", "sha256"}
PUBLIC_BY_NATURE = {"description", "document", "name", "publisher", "url"}
"""Of the service, as its publisher wants the public to read them; the programme, which is a public text."""
ANSWERS = {"answers", "evidence", "facts", "not_applicable"}
"""Checked against the programme: options, numbers, flags, coded reasons; free text leaves intake as a digest only."""
CONTAINERS = {"content", "reservations", "service", "version", "versions"}
REVIEWED = IDS | DAYS | COUNTS_AND_FLAGS | CODES | DIGESTS | PUBLIC_BY_NATURE | ANSWERS | CONTAINERS


def field_names(cls: type[Any]) -> set[str]:
    """Of a dataclass and of all that it is made of."""
    names = {one.name for one in fields(cls)}
    return names.union(*(field_names(inner) for hint in get_type_hints(cls).values() for inner in dataclasses_in(hint)))


def dataclasses_in(hint: object) -> list[type[Any]]:
    found = [hint] if isinstance(hint, type) and is_dataclass(hint) else []
    return found + [inner for part in get_args(hint) for inner in dataclasses_in(part)]


def test_every_field_of_every_event_was_reviewed() -> None:
    unread = {
        f"{event.__name__}.{name}" for event, _ in every_event() for name in field_names(event) if name not in REVIEWED
    }

    assert unread == set()


def test_the_review_names_no_field_that_is_gone() -> None:
    assert REVIEWED - {name for event, _ in every_event() for name in field_names(event)} == set()


def test_the_words_of_a_complaint_have_no_field() -> None:
    about_complaints = [event for event, _ in every_event() if "Complaint" in event.__name__]

    assert set().union(*map(field_names, about_complaints)) == {
        "complaint", "dossier", "listing", "case", "category", "severity", "ground", "clock", "due_on",
        "organisation",  # the publisher's
        "participants",  # a digest of whoever escalated it for the authority
    }  # fmt: skip
