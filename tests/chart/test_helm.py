"""A Helm that is too old for the chart is told so in one line."""

import shutil
from pathlib import Path

import pytest

from tests.chart.rendering import CHART, example, helm, templates


def test_the_helm_that_renders_here_is_new_enough() -> None:
    assert templates("laptop")["referencement/templates/helm.yaml"].strip() == ""


def test_an_older_one_is_refused_by_name_with_what_to_do(tmp_path: Path) -> None:
    shutil.copytree(CHART, tmp_path / "referencement")
    gate = tmp_path / "referencement" / "templates" / "helm.yaml"
    gate.write_text(gate.read_text().replace("<3.14.0-0", "<99.0.0-0"))

    with (
        helm.Chart.load(str(tmp_path / "referencement")) as chart,
        pytest.raises(Exception, match=r"Helm v\d+\.\d+\S* is too old for this chart: install Helm 3\.14 or newer"),
    ):
        chart.render(example("laptop"), name="trial", namespace="there")
