"""The catalogue as people see it."""

import pytest

from shared.contracts.vocabulary import DossierId, ListingId, SuspensionScope
from shared.http.static import DIGEST
from tests.builders import some_id
from tests.catalogue.listing.events import LISTING, a_service, granted, ordered
from tests.pages.hosting import Site
from tests.pages.reading import Page, assert_accessible

HERE = f"/services/{LISTING}"
RUDE = '<script>alert("é")</script>'


async def read(site: Site, path: str) -> Page:
    answer = await site.get(path)
    assert answer.status_code == 200, answer.text
    page = Page(answer.text)
    assert_accessible(page)
    return page


def another(number: int, **differently: object) -> object:
    name = f"Service {number:02d}"
    return granted(
        listing=ListingId(some_id(name)),
        dossier=DossierId(some_id(f"dossier {number}")),
        service=a_service(**{"name": name, **differently}),
    )


async def test_the_catalogue_shows_a_card_per_listing_with_its_last_day(site: Site) -> None:
    await site.hear(granted())

    page = await read(site, "/")

    assert page.one("h1").text == "Catalogue des services référencés"
    assert page.one("h3").text == "Carnet de tension"
    assert "1 service " in page.text
    assert "Exemple Santé SAS Suivi d’une maladie ou d’un traitement Sans échange de données" in page.text
    assert "référencé jusqu’au 9 mars 2027" in page.text
    assert HERE in [link["href"] for link in page.all("a")]


async def test_it_speaks_english_when_asked_and_keeps_doing_so(site: Site) -> None:
    await site.hear(granted())

    page = await read(site, "/?lang=en")

    assert page.one("html")["lang"] == "en"
    assert page.one("h1").text == "Catalogue of listed services"
    assert "listed until 9 March 2027" in page.text
    assert f"{HERE}?lang=en" in [link["href"] for link in page.all("a")]


async def test_it_speaks_the_language_of_the_browser(site: Site) -> None:
    answer = await site.get("/", language="en-GB")

    assert (answer.headers["content-language"], answer.headers["vary"]) == ("en", "accept-language")


async def test_a_search_is_kept_in_form_filters_and_pages(site: Site) -> None:
    await site.hear(*(another(number) for number in range(45)), another(99, category="access_to_care"))

    page = await read(site, "/?q=SERVICE&category=condition_follow_up&page=2")

    links = [link["href"] for link in page.all("a")]
    assert [mark["value"] for mark in page.all("input") if mark["name"] == "q"] == ["SERVICE"]
    assert "45 services" in page.text
    assert "Page 2 sur 3" in page.text
    assert page.all("h3")[0].text == "Service 20"
    assert "/?q=SERVICE&category=condition_follow_up&page=3" in links
    assert "/?q=SERVICE&category=access_to_care" in links
    assert "/?q=SERVICE" in links


async def test_nothing_found_says_what_to_try(site: Site) -> None:
    page = await read(site, "/?q=introuvable")

    assert "Aucun service trouvé Essayez un autre mot ou une autre catégorie." in page.text


@pytest.mark.parametrize(
    "query", ["page=0", "page=-3", "page=abc", "page=99999999999", "page=²", "category=x", "typology=x", "q=%00"]
)
async def test_a_mistyped_address_gives_the_plain_catalogue(site: Site, query: str) -> None:
    await site.hear(granted())

    page = await read(site, f"/?{query}")

    assert page.one("h3").text == "Carnet de tension"


async def test_a_service_page_tells_its_publisher_its_dates_and_its_state(site: Site) -> None:
    await site.hear(granted(service=a_service(description="À domicile.", url="https://carnet.example")))

    page = await read(site, HERE)

    assert page.one("title").text == "Carnet de tension · Catalogue des services référencés"
    assert "par Exemple Santé SAS Service référencé Jusqu’au 9 mars 2027 inclus." in page.text
    assert "Forme Application mobile Échange de données Sans échange de données" in page.text
    assert "Décision du ministre 10 mars 2026 Dernier jour 9 mars 2027" in page.text
    assert "https://carnet.example" in [link["href"] for link in page.all("a")]
    assert "synthétiques" not in page.text


@pytest.mark.parametrize(
    ("scope", "effect"),
    [
        (SuspensionScope.VISIBILITY, "Le service n’apparaît plus dans la recherche. L’année"),
        (SuspensionScope.EXCHANGE, "ses échanges de données sont coupés."),
        (SuspensionScope.BOTH, "ses échanges de données sont coupés."),
    ],
)
async def test_a_suspended_service_says_so_with_the_day_and_leaves_the_catalogue(
    site: Site, scope: SuspensionScope, effect: str
) -> None:
    await site.hear(granted(service=a_service(url="https://carnet.example")), ordered("2026-05-30", scope=scope))

    page, all_ = await read(site, HERE), await read(site, "/")

    assert "Référencement suspendu depuis le 30 mai 2026" in page.text
    assert effect in page.text
    assert "noindex" in [mark["content"] for mark in page.all("meta")]
    assert "https://carnet.example" not in [link["href"] for link in page.all("a")]
    assert "Aucun service trouvé" in all_.text


async def test_an_expired_service_leaves_an_archived_notice(site: Site) -> None:
    await site.hear(granted())
    site.on("2027-03-10", hour=0)

    page = await read(site, f"{HERE}?lang=en")

    assert "Listing ended on 9 March 2027 This page is kept as an archive." in page.text


async def test_synthetic_answers_are_labelled_on_card_and_page(site: Site) -> None:
    await site.hear(granted(service=a_service(synthetic=True)))

    assert "Réponses synthétiques" in (await read(site, "/")).text
    assert "Synthetic answers: this service's file was made up" in (await read(site, f"{HERE}?lang=en")).text


async def test_what_publishers_write_is_text_and_only_web_addresses_are_links(site: Site) -> None:
    rude = a_service(name=RUDE, publisher=RUDE, description=RUDE, url="javascript:alert(1)", forms=(RUDE,))
    await site.hear(granted(service=rude))

    for path in ("/", HERE, f"/?q={RUDE}"):
        page = await read(site, path)
        assert not [link for link in page.all("a") if link["href"].startswith("javascript")]
    assert (await read(site, HERE)).one("h1").text == RUDE


@pytest.mark.parametrize("path", ["/services/nothing", f"/services/{some_id('nothing')}", HERE])
async def test_an_unknown_or_unpublished_service_gives_a_page_that_says_so(site: Site, path: str) -> None:
    await site.hear(granted(convention_signed=False))

    answer = await site.get(path)

    assert answer.status_code == 404
    assert Page(answer.text).one("h1").text == "Page introuvable"


async def test_pages_forbid_scripts_frames_and_other_sites(site: Site) -> None:
    headers = (await site.get("/")).headers

    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert (headers["referrer-policy"], headers["x-content-type-options"]) == ("no-referrer", "nosniff")
    assert "set-cookie" not in headers


async def test_the_sheet_and_the_mark_are_there_and_cached_for_good(site: Site) -> None:
    page = await read(site, "/?lang=en")

    answers = [await site.get(mark["href"]) for mark in page.all("link")]

    assert [answer.headers["content-type"] for answer in answers] == ["text/css; charset=utf-8", "image/svg+xml"]
    assert {answer.headers["cache-control"] for answer in answers} == {"public, max-age=31536000, immutable"}


async def test_a_sheet_of_another_version_is_cached_briefly_and_nothing_else_is_served(site: Site) -> None:
    old = await site.get("/static/0123456789abcdef/site.css")

    assert (old.status_code, old.headers["cache-control"]) == (200, "public, max-age=60")
    assert (await site.get(f"/static/{DIGEST}/layout.html")).status_code == 404
    assert (await site.get(f"/static/{DIGEST}/..%2Fpages.py")).status_code == 404


async def test_only_a_demonstration_carries_the_banner(site: Site) -> None:
    assert "Démonstration" not in (await read(site, "/")).text


@pytest.mark.filterwarnings("ignore:The `root_path` parameter is deprecated")
@pytest.mark.parametrize("path", ["/", "/catalogue/"], ids=["prefix taken off", "prefix left on"])
async def test_behind_an_ingress_every_link_keeps_the_prefix(demonstration: Site, path: str) -> None:
    await demonstration.hear(granted())

    page = await read(demonstration, path)

    assert "Démonstration : les services, les dates et les décisions affichés ici sont fictifs." in page.text
    links = [link["href"] for link in page.all("a") if link["class"] != "skip"]
    links += [link["href"] for link in page.all("link")] + [page.one("form")["action"]]
    assert [link for link in links if not link.startswith("/catalogue/")] == []


async def test_a_name_from_before_there_was_a_rule_is_read_and_shown_without_its_tricks(site: Site) -> None:
    await site.hear(granted(service=a_service(name="Carnet\u202e tnemecnerefer", description="a\x1b[31mb\u200b")))

    for path in ("/", HERE):
        html = (await site.get(path)).text

        assert "<bdi>Carnet\ufffd tnemecnerefer</bdi>" in html
        assert not {"\u202e", "\x1b"} & set(html)
