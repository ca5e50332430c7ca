"""Connections to PostgreSQL: what all pods of the chart may hold at once fits the server that the chart makes."""

import inspect
import re
from typing import Any

import pytest
import yaml

from shared.persistence.read_pool import open_read_pool
from tests.chart.rendering import CHART, helm, templates

DEFAULTS = yaml.safe_load((CHART / "values.yaml").read_text())
ALERT_FROM = 0.85
"""ReferencementDatabaseConnectionsShort."""


def told(example: str, values: dict[str, Any] | None = None) -> tuple[int, str]:
    """How many the notes count, and their text."""
    notes = templates(example, values)["referencement/templates/NOTES.txt"]
    found = re.search(r"at most (\d+) connections at once", notes)
    assert found
    return int(found[1]), notes


def test_defaults_fit_the_server_that_the_chart_makes() -> None:
    process = DEFAULTS["process"]["all"]
    reads = inspect.signature(open_read_pool).parameters["largest"].default
    a_process = process["databaseConnections"] + reads + 2
    pods, jobs, console = 5 * (process["replicas"] + 1), 5 + 10 + 10, 15

    count, notes = told("operators")

    assert count == pods * a_process + jobs + console == 310
    assert count <= ALERT_FROM * int(DEFAULTS["postgres"]["cnpg"]["parameters"]["max_connections"])
    assert "TOO SMALL" not in notes


def test_a_server_that_is_too_small_is_named_with_the_number_that_would_do() -> None:
    _, notes = told("operators", {"postgres": {"cnpg": {"parameters": {"max_connections": "200"}}}})

    assert "max_connections 200 is TOO SMALL: 365 or more" in notes


def test_a_server_of_ones_own_is_told_what_it_needs() -> None:
    assert "Its max_connections should be 365 or more" in told("byo")[1]


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({"process": {"all": {"replicas": 1}}}, 5 * 2 * 18 + 40),
        ({"process": {"all": {"databaseConnections": 2}}}, 5 * 3 * 12 + 40),
        ({"process": {"all": {"autoscaling": {"type": "hpa", "maxReplicas": 9}}}}, 5 * 10 * 18 + 40),
        ({"process": {"all": {"autoscaling": {"type": "keda", "maxReplicas": 9}}}}, 5 * 7 * 18 + 40),
        ({"layout": "split"}, 5 * 3 * (18 + 10 + 10) + 40),
        ({"console": {"enabled": False}, "reconcile": {"enabled": False}, "journal": {"enabled": False}}, 275),
    ],
)
def test_the_count_follows_the_values(values: dict[str, Any], count: int) -> None:
    assert told("byo", values)[0] == count


def test_a_stopped_service_holds_none() -> None:
    stopped = {"services": {"intake": {"process": {"all": {"replicas": 0}}}}, "allowNoReplicas": ["intake"]}

    assert told("byo", stopped)[0] == 310 - 3 * 18
    with pytest.raises(helm.HelmError):
        told("byo", {**stopped, "allowNoReplicas": []})
