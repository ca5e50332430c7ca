"""The size of the image: measured where the official base was pulled, else computed and called so."""

import pytest

from deploy.trial.tools import Failed
from deploy.trial.weighing import Weight, official_base, weight

NAME = "python:3.11-slim-bookworm"
IMAGE = {"Size": 240_000_000, "RootFS": {"Layers": ["a", "b", "ours"]}}


def base(*digests: str, layers: tuple[str, ...] = ("a", "b")) -> dict[str, object]:
    return {"Size": 130_000_000, "RootFS": {"Layers": list(layers)}, "RepoDigests": list(digests)}


def test_the_base_is_that_of_the_dockerfile() -> None:
    assert official_base() == NAME


def test_on_the_official_base_the_engine_s_figure_counts() -> None:
    assert weight(IMAGE, base("python@sha256:1"), NAME) == Weight(240.0, "measured on python@sha256:1")


def test_on_a_stand_in_our_part_is_measured_and_the_base_s_is_reckoned() -> None:
    found = weight(IMAGE, base(), NAME)

    assert found.mb == 110 + 131
    assert found.told == f"computed: 110 of ours, measured on a stand-in of 130, and 131 of {NAME}"


@pytest.mark.parametrize("one", [None, base(layers=("c",))])
def test_without_its_base_nothing_is_claimed(one: dict[str, object] | None) -> None:
    with pytest.raises(Failed, match="240 MB on a base that is not here"):
        weight(IMAGE, one, NAME)
