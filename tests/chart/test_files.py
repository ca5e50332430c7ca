"""The files that the chart carries along are those of the project today."""

from deploy.chart.files import present, wanted


def test_topics_rights_rules_and_dashboards_are_in_step() -> None:
    assert dict(present()) == dict(wanted()), "run: python -m deploy.chart.files"
