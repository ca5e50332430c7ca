"""The evaluators' pages: the list, one file criterion by criterion, a fact corrected by form, the report."""

from urllib.parse import urlencode

import httpx
import pytest

from shared.identity.actor import Actor
from tests.builders import DESK, EVALUATOR, PUBLISHER, REVIEWER, some_id
from tests.evaluation.builders import DOSSIER, OTHER_DOSSIER
from tests.pages.hosting import Site
from tests.pages.reading import Page, assert_accessible

HERE = f"/instruction/{DOSSIER}"
ASSIGNMENT = {"lead": "eva-1", "reviewer": "eva-2", "no_interest_declared": True}
SEC_07 = {"corrections": {"SEC-07": {"state": "non_compliant", "reason": "Not on the <phone>."}}}


async def read(site: Site, path: str, who: Actor = EVALUATOR, language: str = "fr") -> Page:
    answer = await site.get(path, who, language=language)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    page = Page(answer.text)
    assert_accessible(page)
    return page


async def start(site: Site, *more: tuple[Actor, str, object]) -> None:
    steps = ((EVALUATOR, "start", ASSIGNMENT), *more)
    for who, act, body in steps:
        await site.post(f"/evaluations/{DOSSIER}/{act}", who, body)


async def send(site: Site, path: str, who: Actor = EVALUATOR, *, to: str = "", **fields: object) -> httpx.Response:
    """Fill in the form of a page and send it (to another path: that of one of its forms), as a browser would."""
    page = await read(site, path, who)
    hidden = {one["name"]: one["value"] for one in page.all("input") if one["type"] == "hidden"}
    hidden |= {} if "form_key" in hidden else await marks(site, who)
    headers = {"authorization": f"Bearer {site.issuer.token(who.id, who.roles)}", "sec-fetch-site": "same-origin"}
    body = urlencode({**hidden, **fields}, doseq=True)
    headers["content-type"] = "application/x-www-form-urlencoded"
    return await site.client.post(to or path, content=body, headers=headers)


async def marks(site: Site, who: Actor) -> dict[str, str]:
    """What a form of this session carries, for those whose page offers none."""
    form = await read(site, f"{HERE}/facts/paid", who)
    return {one["name"]: one["value"] for one in form.all("input") if one["type"] == "hidden"}


async def test_the_pages_ask_who_looks(site: Site) -> None:
    for path in ("/instruction", HERE, f"{HERE}/facts/paid", f"{HERE}/report"):
        nobody, publisher = await site.get(path), await site.get(path, PUBLISHER)

        assert nobody.headers["location"].endswith("why=token_missing")
        assert publisher.headers["location"].endswith("why=role_required")


async def test_the_list_tells_age_and_due_day_of_each_file(site: Site) -> None:
    await start(site)
    site.on("2024-08-31")

    page = await read(site, "/instruction")

    assert "2 dossiers" in page.text
    assert "En attente d’évaluateurs 1 En cours d’évaluation 1 En attente de compléments 0 Évalué 0" in page.text
    assert "1er juillet 2024 depuis 61 jours 30 août 2024 en retard de 1 jour" in page.text
    assert "Chef de file : eva-1 Relecteur : eva-2" in page.text


@pytest.mark.parametrize(
    ("query", "who", "found"),
    [
        ("", EVALUATOR, 2),
        ("?state=waiting", EVALUATOR, 1),
        ("?state=evaluated", EVALUATOR, 0),
        ("?mine=1", REVIEWER, 1),
        ("?mine=1", DESK, 0),
        ("?mine=1&state=waiting", REVIEWER, 0),
        ("?state=dreaming&order=colour&page=-3", EVALUATOR, 2),
        ("?page=9999&order=age", EVALUATOR, 2),
    ],
)
async def test_the_list_is_filtered_and_what_is_mistyped_is_passed_over(
    site: Site, query: str, who: Actor, found: int
) -> None:
    await start(site)

    page = await read(site, f"/instruction{query}", who)

    assert len([one for one in page.all("tr") if "Carnet" in one.text]) == found


async def test_the_due_day_or_the_age_puts_the_list_in_order(site: Site) -> None:
    await site.shell.pool.execute("UPDATE evaluations SET due_on = '2024-07-02' WHERE id = $1", OTHER_DOSSIER)

    links = [link["href"] for link in (await read(site, "/instruction")).all("a")]

    assert [link for link in links if link.startswith("/instruction/")] == [f"/instruction/{OTHER_DOSSIER}", HERE]


async def test_each_criterion_tells_its_state_and_why(site: Site) -> None:
    page = await read(site, HERE)

    assert "47 critères" in page.text
    assert (
        "URB-03 Niveau d’authentification demandé à l’usager avant l’accès à ses données de santé "
        "Conforme critique Satisfait. Pourquoi ce résultat URB-03 "
        "S’applique si has_user_accounts and handles_health_data oui"
    ) in page.text
    assert "Réponse de l’éditeur Deux facteurs Niveau demandé au moins Deux facteurs, atteint" in page.text
    assert "Preuves Demandé : Rapport, Capture d’écran, Vidéo, datant de 365 jours au plus Rapport du" in page.text


async def test_the_counters_add_up_and_each_filter_shows_what_it_counts(site: Site) -> None:
    await start(site, (EVALUATOR, "facts", {"fact": "paid", "value": True, "reason": "A price."}))
    page = await read(site, HERE)

    assert (
        "Tous les critères applicables 48 Non conforme 0 Partiellement conforme 0 Non vérifié 1 "
        "Sans objet, justifié 0 Conforme 47 Hors périmètre 40"
    ) in page.text
    for finding, criteria in (("unverified", 1), ("compliant", 47), ("outside", 40), ("non_compliant", 0)):
        shown = await read(site, f"{HERE}?finding={finding}")
        assert len(shown.all("h4")) == criteria


async def test_families_and_questionnaires_narrow_the_grid(site: Site) -> None:
    by_family = await read(site, f"{HERE}?family=SEC")
    both = await read(site, f"{HERE}?family=SEC&questionnaire=ethique")
    mistyped = await read(site, f"{HERE}?family=XYZ&finding=perfect&questionnaire=none")

    assert {one.text.split("-")[0] for one in by_family.all("h4")} == {"SEC"}
    assert "Aucun critère ne correspond à ces filtres" in both.text
    assert len(mistyped.all("h4")) == 47


async def test_corrections_of_findings_stand_with_their_reason_and_nothing_in_them_is_markup(site: Site) -> None:
    await start(site, (EVALUATOR, "findings", SEC_07))

    page = await read(site, f"{HERE}?finding=non_compliant")

    assert "Constat corrigé : Non conforme Not on the <phone>. (par eva-1)" in page.text
    assert "Non conforme Avis proposé : favorable avec réserves suspensives" in page.text


async def test_a_fact_is_corrected_by_form_and_the_page_says_what_is_to_be_confirmed_again(site: Site) -> None:
    await start(site, (EVALUATOR, "findings", SEC_07))

    answer = await send(site, f"{HERE}/facts/paid", value="true", reason="Un <prix> est demandé.")
    page = await read(site, HERE)

    assert (answer.status_code, answer.headers["location"]) == (303, HERE)
    assert "les constats sont à confirmer de nouveau. 1 critère a changé de résultat proposé." in page.text
    assert "Comporte-t-il une partie payante ? oui Un <prix> est demandé. (eva-1, 1er juillet 2024)" in page.text
    assert "À confirmer de nouveau Sans réponse. Répondez à ce critère." in page.text


async def test_a_list_is_corrected_by_its_boxes(site: Site) -> None:
    await start(site)

    await send(site, f"{HERE}/facts/form", option=["web_site"], reason="There is no application.")
    await send(site, f"{HERE}/facts/category", value="", reason="Nobody could say.")

    assert await site.found("SELECT body->'fact_corrections'->0->'value', body->'fact_corrections'->1->'value' "
                                  f"FROM evaluations WHERE id = '{DOSSIER}'") == [('["web_site"]', "null")]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "fields", "status", "told"),
    [
        (EVALUATOR, {"value": "false", "reason": "Seen."}, 422, "C’est déjà la valeur retenue."),
        (EVALUATOR, {"value": "true", "reason": " "}, 422, "Donnez un motif, de 1 à 2 000 caractères."),
        (REVIEWER, {"value": "true", "reason": "Seen."}, 409, "Seul le chef de file peut le faire."),
        (DESK, {"value": "true", "reason": "Seen."}, 403, "votre rôle ne permet pas cette action"),
        (EVALUATOR, {"value": "true", "reason": "Seen.", "version": "1"}, 412, "Le dossier a été modifié entre-temps"),
        (EVALUATOR, {"value": "true", "reason": "Seen.", "form_key": "x"}, 403, "Rouvrez la page"),
    ],
)
async def test_a_refused_correction_says_why_and_keeps_what_was_written(
    site: Site, who: Actor, fields: dict[str, object], status: int, told: str
) -> None:
    await start(site)

    answer = await send(site, f"{HERE}/facts/paid", who, **fields)  # type: ignore[arg-type]  # fields of a form

    page = Page(answer.text)
    assert_accessible(page)
    assert (answer.status_code, told in page.text) == (status, True)
    assert page.one("textarea").text.strip() == str(fields["reason"]).strip()
    assert await site.found("SELECT max(version) FROM evaluations") == [(2,)]


async def test_what_is_not_there_is_not_found(site: Site) -> None:
    for path in (f"/instruction/{some_id('nobody')}", "/instruction/7", f"{HERE}/facts/colour"):
        assert (await site.get(path, EVALUATOR)).status_code == 404
    assert (await site.get(f"{HERE}/report", EVALUATOR)).json()["code"] == "report_not_issued"


async def test_a_version_that_this_process_does_not_have_is_named(site: Site) -> None:
    await site.shell.pool.execute("UPDATE evaluations SET body = jsonb_set(body, '{programme}', '\"9.9.9\"')")

    for path in (HERE, f"/evaluations/{DOSSIER}/findings"):
        answer = await site.get(path, EVALUATOR)
        assert (answer.status_code, answer.json()["code"]) == (503, "unknown_programme")


async def test_an_open_complement_request_is_shown_with_its_criteria(site: Site) -> None:
    await start(site, (EVALUATOR, "complement-request", {"items": ["SEC-07"], "message": "Quel <délai> ?"}))

    page = await read(site, HERE)

    assert "En attente de compléments" in page.text
    assert "Compléments attendus jusqu’au 31 juillet 2024 inclus Demandés le 1er juillet 2024 : SEC-07" in page.text
    assert "Quel <délai> ?" in page.text


async def test_the_report_is_shown_in_words_with_its_digest(site: Site) -> None:
    await start(site, (EVALUATOR, "findings", SEC_07), (REVIEWER, "report", {}))
    digest = (await site.get(f"/evaluations/{DOSSIER}/report", EVALUATOR)).headers["etag"].strip('"')

    page = await read(site, f"{HERE}/report")

    assert "Non conforme Avis proposé : favorable avec réserves suspensives" in page.text
    assert "Constats Conforme : 46, Non conforme : 1" in page.text
    assert f"Empreinte SHA-256 du rapport {digest}" in page.text
    assert "SEC-07 Délai maximal de correction d’une faille critique Non conforme Conforme" in page.text
    assert "phone" not in page.text


async def test_the_pages_speak_english_too(site: Site) -> None:
    await start(site, (EVALUATOR, "findings", SEC_07), (REVIEWER, "report", {}))

    for path in ("/instruction", HERE, f"{HERE}/report"):
        page = await read(site, path, language="en")
        assert page.one("html")["lang"] == "en"
        assert "dossier" not in page.one("main").text.lower()


async def test_the_findings_are_there_as_data_with_reasons_in_both_languages(site: Site) -> None:
    await start(site, (EVALUATOR, "findings", SEC_07))
    await site.post(
        f"/evaluations/{DOSSIER}/facts", EVALUATOR, {"fact": "paid", "value": None, "reason": "Nobody could say."}
    )

    told = (await site.get(f"/evaluations/{DOSSIER}/findings", DESK)).json()
    by_id = {one["criterion"]: one for one in told["findings"]}

    assert (len(by_id), told["counts"], told["shifted"]) == (
        88, {"compliant": 46, "non_compliant": 1, "unverified": 1, "outside": 40}, ["ETH-22"],
    )  # fmt: skip
    assert told["fact_corrections"][0]["by"] == "eva-1"
    assert by_id["SEC-07"]["correction"] == {"state": "non_compliant", "reason": "Not on the <phone>."}
    assert (by_id["SEC-07"]["finding"], by_id["SEC-07"]["suggested"]["state"]) == ("non_compliant", "compliant")
    assert by_id["ETH-22"]["why"]["applies"]["facts"] == [{"fact": "paid", "value": None, "fault": ""}]
    assert by_id["ETH-22"]["words"]["en"].startswith("To be determined An orientation question is not answered")
    assert by_id["ETH-23"]["finding"] is None
    assert by_id["URB-03"]["why"]["evidence"]["documents"][0]["used"] is True


async def test_the_publisher_does_not_read_the_findings(site: Site) -> None:
    answer = await site.get(f"/evaluations/{DOSSIER}/findings", PUBLISHER)

    assert (answer.status_code, answer.json()["code"]) == (403, "role_required")


async def test_who_looks_at_a_file_is_journaled_and_who_looks_at_the_list_is_not(site: Site) -> None:
    await read(site, "/instruction")
    await read(site, HERE)
    await read(site, f"{HERE}/facts/paid")

    assert await site.found("SELECT what, channel, actor, dossier::text FROM reads ORDER BY id") == [
        ("evaluation_page", "page", EVALUATOR.id, DOSSIER),
        ("evaluation_page", "page", EVALUATOR.id, DOSSIER),
    ]
