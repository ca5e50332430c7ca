"""What the shipped programme says, where the process depends on it."""

import pytest

from shared.calendar.periods import Period, Unit
from shared.programme.answers import ChoiceAnswer, MultichoiceAnswer
from shared.programme.deadlines import Extension, OnExpiry, Running
from shared.programme.loading import published
from shared.programme.quantities import NumberAnswer
from shared.programme.vocabulary import Severity, Title

PROGRAMME = published().version("3.0.0")
CALENDAR, WORKING, MONTHS = Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS


@pytest.mark.parametrize(
    ("key", "count", "unit", "on_expiry"),
    [
        ("prior_request_review", 10, WORKING, "escalate"),
        ("admissibility", 15, WORKING, "escalate"),
        ("completion", 30, CALENDAR, "lapse"),
        ("complement", 30, CALENDAR, "lapse"),
        ("evaluation", 60, CALENDAR, "escalate"),
        ("commission_convening", 5, CALENDAR, "not_examined"),
        ("decision", 30, CALENDAR, "escalate"),
        ("suspensive_reservation", 90, CALENDAR, "lapse"),
        ("non_suspensive_reservation", 180, CALENDAR, "open_non_compliance_case"),
        ("convention_signature", 90, CALENDAR, "lapse"),
        ("test_completion", 90, CALENDAR, "lapse"),
        ("audit_notice", 1, MONTHS, "window_closes"),
        ("audit_deposit", 1, MONTHS, "open_obstruction_case"),
        ("complaint_acknowledgement", 2, WORKING, "escalate"),
        ("complaint_triage", 5, WORKING, "escalate"),
        ("complaint_answer", 15, WORKING, "escalate"),
        ("observations", 15, CALENDAR, "decide_on_file"),
        ("interim_hearing", 8, CALENDAR, "escalate"),
        ("formal_notice", 30, CALENDAR, "next_rung"),
        ("suspension", 90, CALENDAR, "escalate"),
        ("appeal", 2, MONTHS, "window_closes"),
    ],
)
def test_the_time_limits_are_those_of_the_process(key: str, count: int, unit: Unit, on_expiry: str) -> None:
    deadline = PROGRAMME.deadlines[key]

    assert (deadline.period, str(deadline.on_expiry)) == (Period(count, unit), on_expiry)


def test_no_expiry_grants_refuses_delists_or_reinstates() -> None:
    assert {str(one) for one in OnExpiry}.isdisjoint({"grant", "refuse", "delist", "reinstate"})


def test_a_completion_is_recalled_extended_once_and_lapses_after_its_grace() -> None:
    completion = PROGRAMME.deadlines["completion"]

    assert completion.reminders == (7, 0)
    assert completion.grace_days == 15
    assert completion.extension == Extension(Period(30, CALENDAR), times=1)


def test_the_commission_is_convened_in_clear_days_before_its_session() -> None:
    assert PROGRAMME.deadlines["commission_convening"].running is Running.CLEAR_DAYS_BEFORE_EVENT


def test_a_complete_file_an_agreement_and_tests_come_before_their_steps() -> None:
    prerequisites = PROGRAMME.prerequisites

    assert prerequisites.complete_required_before == "admissibility"
    assert prerequisites.convention_required_before == "decision"
    assert prerequisites.tests_required_before == "decision"


def test_a_listing_lasts_a_year_from_the_decision_and_expires_even_if_a_renewal_is_pending() -> None:
    validity = PROGRAMME.validity

    assert (validity.months, validity.counted_from) == (12, "decision")
    assert PROGRAMME.procedure.renewal.opens_days == 120
    assert not PROGRAMME.procedure.renewal.grace_while_pending
    assert PROGRAMME.reminders == (120, 60, 30, 7)


def test_the_categories_and_typologies_are_the_options_of_their_facts() -> None:
    procedure = PROGRAMME.procedure

    assert tuple(one.id for one in PROGRAMME.categories) == PROGRAMME.facts["category"].options
    assert tuple(one.id for one in procedure.typologies.options) == PROGRAMME.facts["track"].options


def test_the_ladder_climbs_to_delisting() -> None:
    ladder = PROGRAMME.ladder

    assert [rung.id for rung in ladder.rungs] == ["OBSERVATION", "WARNING", "FORMAL_NOTICE", "SUSPENSION", "DELISTING"]
    after = ladder.after("FORMAL_NOTICE")
    assert after is not None
    assert (after.id, after.observations, after.commission_over_days) == ("SUSPENSION", True, 30)
    assert ladder.after("DELISTING") is None


def test_an_unknown_rung_is_refused() -> None:
    with pytest.raises(KeyError):
        PROGRAMME.ladder.after("FLOGGING")


@pytest.mark.parametrize(
    ("typology", "complaints", "months", "stratum"),
    [
        ("with_exchange", 0, 0, "with_exchange"),
        ("without_exchange", 2, 29, "without_exchange"),
        ("without_exchange", 3, 0, "complained_about"),
        ("with_exchange", 3, 40, "complained_about"),
        ("with_exchange", 0, 30, "long_unchecked"),
    ],
)
def test_a_listing_is_drawn_in_the_first_stratum_that_fits(
    typology: str, complaints: int, months: int, stratum: str
) -> None:
    found = PROGRAMME.sampling.stratum(typology, complaints, months)

    assert found is not None
    assert found.id == stratum


def test_a_listing_may_be_in_no_stratum() -> None:
    assert PROGRAMME.sampling.stratum("by_mail", 0, 0) is None


def test_critical_complaints_are_emergencies_and_no_others() -> None:
    categories = PROGRAMME.procedure.complaint_categories

    assert len(categories) == 10
    assert all(one.emergency is (one.severity is Severity.CRITICAL) for one in categories)


def test_change_classes_go_from_light_to_heavy_and_triggers_name_them() -> None:
    assert [one.id for one in PROGRAMME.change_classes] == ["EDITORIAL", "MINOR", "MAJOR", "SUBSTANTIAL"]
    assert PROGRAMME.procedure.changes.triggers["hosting"] == "MAJOR"


def test_the_text_criteria_are_known() -> None:
    assert PROGRAMME.text_criteria == {"ETH-24"}


def test_every_code_shown_to_people_is_worded_in_both_languages() -> None:
    titled = {one.id for one in PROGRAMME.categories} | {one.id for one in PROGRAMME.procedure.typologies.options}
    codes = {option for fact in PROGRAMME.facts.values() for option in fact.options} - titled
    codes |= PROGRAMME.evidence_types | set(PROGRAMME.questionnaires)
    for criterion in PROGRAMME.criteria.values():
        codes |= {criterion.theme} | criterion.na_reasons
        if isinstance(criterion.answer, ChoiceAnswer | MultichoiceAnswer):
            codes |= set(criterion.answer.options)
        if isinstance(criterion.answer, NumberAnswer):
            codes.add(criterion.answer.unit)

    assert codes - set(published().labels) == set()


def test_a_code_without_wording_is_shown_as_it_is() -> None:
    assert published().label("oui") == Title("Oui", "Yes")
    assert published().label("xyz") == Title("xyz", "xyz")
