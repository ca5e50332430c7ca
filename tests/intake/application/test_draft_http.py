"""A draft through intake's doors: saved from two browsers, looked at, filed."""

from typing import Any

import pytest

from shared.identity.actor import Actor
from tests.builders import DESK, EVALUATOR, HOLDER, OTHER_PUBLISHER, PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import FILE, drafted


async def asked(desk: Desk, path: str, criterion: str) -> dict[str, Any]:
    """The question of that criterion as the API shows it."""
    shown = (await desk.get(PUBLISHER, f"{path}/questionnaires")).json()
    (found,) = [q for one in shown["questionnaires"] for q in one["questions"] if q["criterion"] == criterion]
    return dict(found)


async def test_a_draft_grows_and_is_filed_without_sending_it_again(desk: Desk) -> None:
    path = await drafted(desk)
    await desk.done(PUBLISHER, f"{path}/draft", {"facts": FILE["facts"], "answers": FILE["answers"]})
    await desk.done(PUBLISHER, f"{path}/draft", {"evidence": FILE["evidence"]})

    blockers = (await desk.get(PUBLISHER, f"{path}/blockers")).json()["blockers"]
    filed = await desk.done(PUBLISHER, f"{path}/submission")
    admitted = await desk.done(DESK, f"{path}/admissibility")

    assert blockers == []
    assert (filed["state"], admitted["state"]) == ("submitted", "admissible")


async def test_answers_leave_intake_neither_in_events_nor_in_the_journal(desk: Desk) -> None:
    path = await drafted(desk)
    told = await desk.told()

    await desk.done(PUBLISHER, f"{path}/draft", {"answers": {"ETH-24": "Nos propres mots"}})

    assert await desk.told() == told
    written = await desk.pool.fetch("SELECT journal::text FROM journal")
    assert not [row for row in written if "propres mots" in row[0]]
    assert (await desk.journal())[-1] == ("save_draft", "pub-1", "performed")


async def test_two_browsers_do_not_overwrite_one_another(desk: Desk) -> None:
    path = await drafted(desk)
    seen = (await desk.get(PUBLISHER, f"{path}/questionnaires")).headers["etag"]

    first = await desk.post(PUBLISHER, f"{path}/draft", {"answers": {"SEC-07": 30}}, if_match=seen)
    second = await desk.post(PUBLISHER, f"{path}/draft", {"answers": {"SEC-07": 20}}, if_match=seen)

    assert first.status_code == 200
    assert problem(second) == (412, "stale_version")
    assert (await asked(desk, path, "SEC-07"))["answer"] == 30


async def test_an_answer_that_is_not_right_yet_is_kept_and_named(desk: Desk) -> None:
    path = await drafted(desk)

    await desk.done(PUBLISHER, f"{path}/draft", {"facts": FILE["facts"], "answers": {"SEC-07": "thirty"}})

    question = await asked(desk, path, "SEC-07")
    blockers = (await desk.get(PUBLISHER, f"{path}/blockers")).json()["blockers"]
    assert (question["answer"], question["state"], question["reason"]) == ("thirty", "invalid", "answer_wrong_type")
    assert ("answer_invalid", "SEC-07") in [(one["kind"], one["subject"]) for one in blockers]
    assert problem(await desk.post(PUBLISHER, f"{path}/submission")) == (422, "invalid_content")
    assert (await asked(desk, path, "SEC-07"))["answer"] == "thirty"


async def test_an_undecided_question_names_the_facts_that_it_waits_for(desk: Desk) -> None:
    path = await drafted(desk)

    question = await asked(desk, path, "URB-03")

    assert question["applies"] is None
    assert question["state"] == "indeterminate"
    assert question["undecided_for"] == ["handles_health_data", "has_user_accounts"]


async def test_a_question_says_all_that_one_needs_to_answer_it(desk: Desk) -> None:
    path = await drafted(desk)

    question = await asked(desk, path, "URB-03")

    assert question["title"]["fr"].startswith("Niveau d'authentification")
    assert question["threshold"]["en"] == "Expected: at least “Substantial level of assurance”."
    assert [one["code"] for one in question["accepts"]["options"]] == [
        "mot_de_passe_seul", "deux_facteurs", "substantiel",
    ]  # fmt: skip
    assert question["evidence_wanted"]["words"]["fr"].startswith("Preuve : rapport, capture d'écran ou vidéo")


async def test_progress_is_told_per_questionnaire(desk: Desk) -> None:
    path = await drafted(desk)
    await desk.done(PUBLISHER, f"{path}/draft", {name: FILE[name] for name in ("facts", "answers", "evidence")})
    await desk.done(PUBLISHER, f"{path}/draft", {"answers": {"ETH-20": None}})

    shown = (await desk.get(PUBLISHER, f"{path}/questionnaires")).json()

    left = {one["id"]: one["progress"]["applicable"] - one["progress"]["done"] for one in shown["questionnaires"]}
    assert left == {"doctrine": 0, "securite": 0, "rgpd": 0, "ethique": 1}
    assert shown["orientation"]["progress"]["done"] == 27


async def test_blockers_say_where_to_go(desk: Desk) -> None:
    path = await drafted(desk)

    first = (await desk.get(PUBLISHER, f"{path}/blockers")).json()["blockers"][0]

    assert (first["kind"], first["blocks"]) == ("fact_unknown", "completeness")
    assert first["page"] == f"{path}/remplir/orientation#{first['subject']}"


@pytest.mark.parametrize("what", ["questionnaires", "blockers"])
@pytest.mark.parametrize(
    ("who", "status"),
    [(PUBLISHER, 200), (DESK, 200), (EVALUATOR, 200), (OTHER_PUBLISHER, 403), (HOLDER, 403), (None, 401)],
)
async def test_only_its_publisher_and_the_staff_look_at_it(
    desk: Desk, what: str, who: Actor | None, status: int
) -> None:
    path = await drafted(desk)

    assert (await desk.get(who, f"{path}/{what}")).status_code == status


async def test_the_publisher_s_own_remarks_are_shown_to_nobody_else(desk: Desk) -> None:
    path = await drafted(desk)
    await desk.done(PUBLISHER, f"{path}/draft", {"notes": {"SEC-07": "ask Jo"}})

    for what in ("", "/questionnaires", "/answers.csv"):
        assert "ask Jo" in (await desk.get(PUBLISHER, f"{path}{what}")).text
        assert "ask Jo" not in (await desk.get(DESK, f"{path}{what}")).text


async def test_a_draft_of_an_earlier_version_is_rebased_before_it_is_filed(desk: Desk) -> None:
    desk.on("2025-12-30")
    path = await drafted(desk)
    await desk.done(PUBLISHER, f"{path}/draft", {"facts": {"paid": True}})
    desk.on("2026-01-02")

    before = problem(await desk.post(PUBLISHER, f"{path}/submission"))
    shown = (await desk.get(PUBLISHER, f"{path}/questionnaires")).json()
    rebased = await desk.done(PUBLISHER, f"{path}/rebase")

    assert before == (409, "draft_of_another_version")
    assert (shown["programme"], shown["programme_in_force"]) == ("2.0.0", "3.0.0")
    assert rebased["events"] == ["ApplicationRebased"]
    assert (await desk.get(PUBLISHER, f"{path}/questionnaires")).json()["programme"] == "3.0.0"


async def test_what_a_new_version_changes_is_shown_before_the_draft_moves(desk: Desk) -> None:
    desk.on("2025-12-30")
    path = await drafted(desk)
    draft = {"facts": {"has_user_accounts": True, "handles_health_data": True}, "answers": {"URB-03": "deux_facteurs"},
             "evidence": {"URB-03": [{"type": "report", "issued_on": "2025-12-01"}]}}  # fmt: skip
    await desk.done(PUBLISHER, f"{path}/draft", draft)
    desk.on("2026-01-02")

    shown = (await desk.get(PUBLISHER, f"{path}/rebase")).json()

    (level,) = [one for one in shown["difference"]["criteria"] if one["criterion"] == "URB-03"]
    assert "hardened" in level["effects"]
    assert shown["impact"]["failing"] == ["URB-03"]
    assert (shown["difference"]["before"], shown["difference"]["after"]) == ("2.0.0", "3.0.0")


async def test_a_draft_that_is_up_to_date_has_nothing_to_be_shown(desk: Desk) -> None:
    path = await drafted(desk)

    shown = (await desk.get(PUBLISHER, f"{path}/rebase")).json()

    assert (shown["difference"]["criteria"], shown["difference"]["rules"], shown["impact"]["failing"]) == ([], [], [])


async def test_an_ecoscore_is_worked_out_and_nothing_is_stored(desk: Desk) -> None:
    path = await drafted(desk)
    before = await desk.stored()
    journey = {"steps": [{"energy": 1, "performance": 1, "data": 0.1}, {"energy": 2, "performance": 9, "data": 6}]}

    response = await desk.post(PUBLISHER, f"{path}/ecoscore", journey)

    assert (response.json()["criterion"], response.json()["score"]) == ("ETH-27", 67)
    assert [one["mean"] for one in response.json()["steps"]] == [100.0, 33.3]
    assert await desk.stored() == before


async def test_a_journey_with_faults_is_refused_with_all_of_them(desk: Desk) -> None:
    path = await drafted(desk)

    response = await desk.post(PUBLISHER, f"{path}/ecoscore", {"steps": [{"energy": -1, "mood": 1}]})

    assert problem(response) == (422, "invalid_content")
    assert [one["path"] for one in response.json()["faults"]] == [
        "steps.0.energy", "steps.0.performance", "steps.0.data", "steps.0.mood",
    ]  # fmt: skip
