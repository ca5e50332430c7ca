"""The dashboards: whole, and asking for what services tell."""

import json
from typing import Any

import pytest

from deploy.dashboards.files import board_files
from deploy.observing.objectives import OBJECTIVES
from shared.contracts.topics import SERVICES
from tests.alerts.test_rules import metrics_in, told_by_services

FILES = board_files()
RECORDED = {one.series for one in OBJECTIVES}


def board(file: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILES[file])
    return found


def queries(file: str) -> list[str]:
    return [target["expr"] for panel in board(file)["panels"] for target in panel.get("targets", ())]


def variables(file: str) -> dict[str, Any]:
    return {one["name"]: one for one in board(file)["templating"]["list"]}


@pytest.mark.parametrize("file", FILES)
def test_every_board_lets_one_choose_namespaces_and_begins_with_all(file: str) -> None:
    namespace = variables(file)["namespace"]

    assert namespace["query"]["query"] == "label_values(referencement_ready, namespace)"
    assert (namespace["current"]["value"], namespace["allValue"]) == ("$__all", ".*")


@pytest.mark.parametrize("file", FILES)
def test_every_board_lets_one_choose_releases_of_these_namespaces_and_begins_with_all(file: str) -> None:
    release = variables(file)["release"]

    assert release["query"]["query"] == 'label_values(referencement_ready{namespace=~"$namespace"}, release)'
    assert (release["current"]["value"], release["allValue"]) == ("$__all", ".*")


@pytest.mark.parametrize("file", FILES)
def test_panels_of_a_runbook_s_board_are_questions(file: str) -> None:
    if "referencement-runbook" not in board(file)["tags"]:
        return
    titles = [panel["title"] for panel in board(file)["panels"] if panel["type"] != "text"]

    assert titles
    assert [title for title in titles if "?" not in title] == []


@pytest.mark.parametrize("file", FILES)
def test_a_board_asks_for_what_services_tell(file: str) -> None:
    assert {name for query in queries(file) for name in metrics_in(query)} - told_by_services() == set()


@pytest.mark.parametrize("file", FILES)
def test_panels_neither_overlap_nor_stand_out(file: str) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in board(file)["panels"]:
        place = panel["gridPos"]
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert not cells & taken
        assert place["x"] + place["w"] <= 24
        taken |= cells


@pytest.mark.parametrize("file", FILES)
def test_a_board_is_named_like_its_file_and_numbers_its_panels_once(file: str) -> None:
    numbers = [panel["id"] for panel in board(file)["panels"]]

    assert f"{board(file)['uid']}.json" == file
    assert len(set(numbers)) == len(numbers) > 0


def test_services_have_boards_that_are_alike() -> None:
    assert len({tuple(queries(f"referencement-{name}.json")) for name in SERVICES}) == 1


def test_each_service_s_board_stands_at_that_service() -> None:
    chosen = {name: variables(f"referencement-{name}.json")["service"]["current"] for name in SERVICES}

    assert chosen == {name: {"text": name, "value": name} for name in SERVICES}


def test_the_line_shows_how_far_each_promise_is_kept() -> None:
    asked = " ".join(queries("referencement-line.json"))

    assert [series for series in RECORDED if series not in asked] == []
