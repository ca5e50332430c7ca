"""What became of a dossier elsewhere (« suivi du dossier »): rule I-14."""

from datetime import UTC, date, datetime

from services.intake.follow_up.domain.life import TRANSITIONS as FOLLOW_UP
from services.intake.follow_up.domain.state import FollowUp, Step, follow_up_of, note_progress
from shared.contracts.decision.decision_file import ApplicationLapsed, FavourableOpinionIssued
from shared.contracts.evaluation.evaluation import EvaluationStarted
from shared.contracts.vocabulary import DossierId
from tests.builders import DESK, at, awaited, perform, refusal, told
from tests.intake.words import DOSSIER

STARTED = EvaluationStarted(dossier=DOSSIER)


class TestI14:
    def test_the_first_news_opens_the_follow_up(self) -> None:
        change = perform(FOLLOW_UP, note_progress, None, STARTED, at("2026-03-20"))

        assert change.state == FollowUp(
            id=follow_up_of(STARTED),
            dossier=DOSSIER,
            steps=(Step(at=datetime(2026, 3, 20, 9, 0, tzinfo=UTC), event="EvaluationStarted"),),
        )

    def test_news_are_kept_in_the_order_in_which_they_come(self) -> None:
        first = perform(FOLLOW_UP, note_progress, None, FavourableOpinionIssued(dossier=DOSSIER), at("2026-06-02"))

        second = perform(FOLLOW_UP, note_progress, first.state, STARTED, at("2026-06-03"))

        assert [step.event for step in second.state.steps] == ["FavourableOpinionIssued", "EvaluationStarted"]

    def test_intake_tells_nothing_and_waits_for_nothing_over_it(self) -> None:
        change = perform(FOLLOW_UP, note_progress, None, STARTED, at("2026-03-20"))

        assert (told(change), awaited(change)) == ([], {})

    def test_each_dossier_has_one_follow_up_that_is_not_the_application(self) -> None:
        lapsed = ApplicationLapsed(dossier=DOSSIER, lapsed_on=date(2026, 9, 30))
        other = EvaluationStarted(dossier=DossierId("0197a1c2-5d3e-7a10-8b4f-6c2d1e0f9a87"))

        assert follow_up_of(STARTED) == follow_up_of(lapsed) != follow_up_of(other)
        assert follow_up_of(STARTED) != DOSSIER

    def test_no_person_writes_into_it(self) -> None:
        assert refusal(FOLLOW_UP, note_progress, None, STARTED, at("2026-03-20", DESK)) == "role_required"
