"""What a change of the programme would do to the dossiers at hand."""

from dataclasses import replace
from datetime import date

import pytest

from services.intake.application.domain.state import State
from services.intake.programme.domain.impact import DossierImpact, Standing, impact_on
from shared.contracts.case_file import CaseFile
from shared.programme.comparing.impact import Impact
from shared.programme.loading import published
from tests.intake.words import an_application, content_of

DAY = date(2026, 3, 2)
CHANGE = Impact(published().version("2.0.0"), published().version("3.0.0"))


def impact(state: State = State.ADMISSIBLE, *events: str, login: str = "deux_facteurs") -> DossierImpact | None:
    whole = content_of()
    content = whole.completed_by(CaseFile(facts={"reimbursed": False}, answers={"URB-03": login}))
    application = replace(an_application(state), programme="2.0.0", filed_on=DAY, content=content)
    return impact_on(application, events, CHANGE, DAY)


def test_an_open_dossier_tells_what_would_fail() -> None:
    found = impact(State.SUBMITTED)

    assert found is not None
    assert (found.standing, found.programme) == (Standing.OPEN, "2.0.0")
    assert found.impact.failing == ("URB-03",)


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        ((), Standing.OPEN),
        (("EvaluationStarted", "FavourableOpinionIssued"), Standing.OPEN),
        (("ListingGranted", "ListingPublished"), Standing.LISTED),
        (("ListingPublished", "ListingSuspended"), Standing.LISTED),
        (("ListingPublished", "ListingSuspended", "ListingReinstated", "RenewalReminded"), Standing.LISTED),
        (("ListingPublished", "ListingExpired"), None),
        (("UnfavourableOpinionIssued", "ListingRefused"), None),
        (("ApplicationLapsed",), None),
    ],
)
def test_where_a_dossier_stands_follows_from_what_happened_elsewhere(
    events: tuple[str, ...], standing: Standing | None
) -> None:
    found = impact(State.ADMISSIBLE, *events)

    assert (found and found.standing) == standing


@pytest.mark.parametrize("state", [State.DRAFT, State.REJECTED, State.LAPSED, State.WITHDRAWN, State.INADMISSIBLE])
def test_what_is_not_filed_or_is_closed_is_not_met_by_a_change(state: State) -> None:
    assert impact(state) is None


def test_a_service_that_reaches_the_new_level_is_not_touched() -> None:
    found = impact(login="substantiel")

    assert found is not None
    assert not found.impact.is_touched
