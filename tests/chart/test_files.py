"""The files that the chart carries along are those of the project today."""

from deploy.chart.files import README, present, wanted
from deploy.chart.values import readme


def test_topics_rights_rules_and_dashboards_are_in_step() -> None:
    assert dict(present()) == dict(wanted()), "run: python -m deploy.chart.files"


def test_the_table_of_values_is_that_of_the_values_and_their_schema() -> None:
    assert README.read_text("utf-8") == readme(), "run: python -m deploy.chart.files"
