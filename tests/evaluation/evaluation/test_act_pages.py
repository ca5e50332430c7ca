"""What evaluators do from the grid of one file, by forms: the same acts as over the API."""

import json

import pytest

from shared.identity.actor import Actor
from tests.builders import DESK, EVALUATOR, REVIEWER
from tests.evaluation.builders import DOSSIER
from tests.evaluation.evaluation.test_pages import HERE, SEC_07, read, send, start
from tests.pages.hosting import Site
from tests.pages.reading import Page, assert_accessible


async def act(site: Site, name: str, who: Actor = EVALUATOR, page: str = HERE, **fields: object) -> Page | None:
    """Fill in the form of that act on a page and send it; the page of the refusal, if it is refused."""
    answer = await send(site, page, who, to=f"{HERE}/acts/{name}", **fields)
    if answer.status_code == 303:
        return None
    refused = Page(answer.text)
    assert_accessible(refused)
    return refused


async def stored(site: Site, what: str) -> object:
    (row,) = await site.found(f"SELECT body->'{what}' FROM evaluations WHERE id = '{DOSSIER}'")
    return json.loads(row[0]) if isinstance(row[0], str) else row[0]


def buttons(page: Page) -> list[str]:
    return [one.text for one in page.all("button") if one.text != "Se déconnecter"]


async def test_a_file_goes_from_assignment_to_report_by_forms_alone(site: Site) -> None:
    await act(site, "start_evaluation", lead="eva-1", reviewer="eva-2", no_interest="declared")
    sec_07 = f"{HERE}/criteria/SEC-07"
    await act(site, "confirm_findings", page=sec_07, state="non_compliant", reason="Not on the <phone>.")
    await act(site, "issue_report", REVIEWER)

    assert await stored(site, "state") == "evaluated"
    assert await stored(site, "corrections") == SEC_07["corrections"]
    assert "Rapport d’évaluation" in (await read(site, HERE)).text
    assert buttons(await read(site, HERE)) == []


async def test_each_sees_what_they_may_do(site: Site) -> None:
    assert buttons(await read(site, HERE, REVIEWER)) == ["Commencer l’évaluation"]
    assert buttons(await read(site, HERE, DESK)) == []

    await start(site)
    assert buttons(await read(site, HERE)) == ["Confirmer les constats"]
    assert buttons(await read(site, HERE, REVIEWER)) == []

    await act(site, "confirm_findings")
    assert buttons(await read(site, HERE)) == []
    assert buttons(await read(site, HERE, REVIEWER)) == ["Rendre le rapport"]


async def test_one_finding_after_the_other_keeps_those_before_and_may_be_taken_back(site: Site) -> None:
    await start(site)

    for criterion, state in (("SEC-07", "non_compliant"), ("ETH-05", "partially"), ("SEC-07", "keep")):
        where = f"{HERE}/criteria/{criterion}"
        assert await act(site, "confirm_findings", page=where, state=state, reason="Seen.") is None

    assert await stored(site, "corrections") == {"ETH-05": {"state": "partially", "reason": "Seen."}}


async def test_confirming_again_after_a_corrected_fact_keeps_the_corrections_that_still_correct(
    site: Site,
) -> None:
    findings = {"ETH-07": {"state": "non_compliant", "reason": "Seen."}, **SEC_07["corrections"]}
    await start(
        site,
        (EVALUATOR, "findings", {"corrections": findings}),
        (EVALUATOR, "facts", {"fact": "uses_audience_measurement", "value": False, "reason": "None is used."}),
    )
    assert "Cette correction est gardée mais ne compte plus" in (await read(site, f"{HERE}?finding=outside")).text

    await act(site, "confirm_findings")

    assert await stored(site, "corrections") == SEC_07["corrections"]


async def test_complements_are_asked_for_and_more_time_given(site: Site) -> None:
    await start(site, (EVALUATOR, "facts", {"fact": "paid", "value": True, "reason": "A price."}))

    await act(site, "request_complement", message="Combien ?")
    page = await read(site, HERE)
    assert buttons(page) == ["Prolonger le délai de réponse"]
    assert "Demandés le 1er juillet 2024 : ETH-22 Combien ?" in page.text

    await act(site, "extend_complement")
    again = await act(site, "extend_complement")

    assert "jusqu’au 30 août 2024 inclus" in (await read(site, HERE)).text
    assert again
    assert "Le délai a déjà été prolongé autant que le programme le permet." in again.text


@pytest.mark.parametrize(
    ("who", "name", "fields", "told"),
    [
        (
            EVALUATOR,
            "start_evaluation",
            {"lead": "a", "reviewer": "a", "no_interest": "declared"},
            "sont la même personne",
        ),
        (EVALUATOR, "start_evaluation", {"lead": "a", "reviewer": "b"}, "n’avoir aucun intérêt"),
        (DESK, "start_evaluation", {"lead": "a", "reviewer": "b"}, "votre rôle ne permet pas cette action"),
        (EVALUATOR, "issue_report", {}, "L’état actuel ne permet pas cette action"),
        (EVALUATOR, "request_complement", {"message": "Un <mot>."}, "message Un <mot>."),
    ],
)
async def test_a_refused_act_says_why_and_changes_nothing(
    site: Site, who: Actor, name: str, fields: dict[str, str], told: str
) -> None:
    refused = await act(site, name, who, **fields)

    assert refused
    assert told in refused.text
    assert await stored(site, "state") == "waiting"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"state": "partially", "reason": ""}, "Donnez un motif, de 1 à 2 000 caractères."),
        ({"state": "compliant", "reason": "Seen."}, "C’est déjà la valeur retenue."),
        ({"state": "excellent", "reason": "Seen."}, "Le constat n’a pas été enregistré."),
    ],
)
async def test_a_refused_finding_is_shown_again_as_it_was_written(
    site: Site, fields: dict[str, str], told: str
) -> None:
    await start(site)

    where = f"{HERE}/criteria/SEC-07"

    refused = await act(site, "confirm_findings", EVALUATOR, where, **fields)

    assert refused
    assert told in refused.text
    assert refused.one("textarea").text.removeprefix("\n") == fields["reason"]
    assert await stored(site, "corrections") == {}


async def test_what_has_no_form_is_not_found(site: Site) -> None:
    await start(site)

    for path in (f"{HERE}/criteria/ETH-23", f"{HERE}/criteria/XXX-99"):
        assert (await site.get(path, EVALUATOR)).status_code == 404
    assert (await send(site, HERE, to=f"{HERE}/acts/escalate_evaluation")).status_code == 404
