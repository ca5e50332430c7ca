"""Variables: the last entry of a name counts, whoever wrote it; some are refused by name."""

from collections import Counter
from typing import Any

import pytest

from tests.chart.rendering import EVERYTHING, container, containers, helm, rendered, templates, things, variables

INTAKE = "trial-referencement-intake/intake"
FIXED = {
    "HTTP_PORT": "network policies lead to this port",
    "HTTP_INTERNAL_PORT": "network policies lead to this port",
    "PROCESS_ROLES": "set layout",
    "DRAIN_SECONDS": "set lifecycle.drainSeconds",
    "DRAIN_IDLE_SECONDS": "set lifecycle.drainIdleSeconds",
    "DEMONSTRATION": "set demonstration.enabled",
    "KAFKA_PREFIX": "set kafka.prefix",
    "KAFKA_BOOTSTRAP_SERVERS": "set kafka.bootstrapServers",
}


def with_env(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"services": {"intake": {"env": list(entries)}}}


def test_no_container_has_a_name_twice() -> None:
    for example in ("byo", "laptop", "operators", "production", EVERYTHING):
        for name, one in containers(things(example)):
            counted = Counter(entry["name"] for entry in one.get("env", []))
            assert {key: times for key, times in counted.items() if times > 1} == {}, name


@pytest.mark.parametrize("example", ["byo", "laptop"])
def test_every_variable_that_the_chart_sets_can_be_replaced_once_or_is_refused_by_name(example: str) -> None:
    given = set(variables(container(example, INTAKE))) - set(FIXED)
    mine = [{"name": name, "value": "mine"} for name in sorted(given)]
    entries = container(example, INTAKE, with_env(*mine))["env"]

    assert {"LOG_LEVEL", "DATABASE_URL", "DATABASE_CONNECTIONS", "HTTP_HEADERS", "TRACKING_SECRET"} < given
    assert [one for one in entries if one["name"] in given] == mine


@pytest.mark.parametrize("place", ["services", "process", "pods"])
@pytest.mark.parametrize("name", FIXED)
def test_what_other_objects_have_to_agree_with_is_refused_with_the_value_to_set(name: str, place: str) -> None:
    env = {"env": [{"name": name, "value": "mine"}]}
    values: dict[str, Any] = {"services": {"intake": env}, "process": {"all": env}, "pods": env}

    with pytest.raises(helm.HelmError) as refused:
        templates("byo", {place: values[place]})

    assert f"{name} cannot be replaced: " in str(refused.value)
    assert FIXED[name] in str(refused.value)


def test_narrower_places_win() -> None:
    def level(**values: Any) -> str:  # noqa: ANN401
        return str(variables(container("byo", INTAKE, values))["LOG_LEVEL"])

    everybody = {"env": [{"name": "LOG_LEVEL", "value": "DEBUG"}]}
    of_the_role = {"all": {"env": [{"name": "LOG_LEVEL", "value": "WARNING"}]}}
    of_the_service = {"intake": {"env": [{"name": "LOG_LEVEL", "value": "ERROR"}]}}

    assert level() == "INFO"
    assert level(pods=everybody) == "DEBUG"
    assert level(pods=everybody, process=of_the_role) == "WARNING"
    assert level(pods=everybody, process=of_the_role, services=of_the_service) == "ERROR"


def test_a_secret_may_take_the_place_of_a_value() -> None:
    reference = {"name": "DATABASE_URL", "valueFrom": {"secretKeyRef": {"name": "mine", "key": "url"}}}

    assert variables(container("byo", INTAKE, with_env(reference)))["DATABASE_URL"] == ("mine", "url")


def test_a_name_alone_leaves_the_variable_to_env_from() -> None:
    source = {"secretRef": {"name": "levels"}}
    values = {"services": {"intake": {"env": [{"name": "LOG_LEVEL"}], "envFrom": [source]}}}
    one = container("byo", INTAKE, values)

    assert "LOG_LEVEL" not in variables(one)
    assert one["envFrom"] == [source]


def test_sources_for_all_and_for_one_service_add_up() -> None:
    intake = next(
        one for name, one in containers(things(EVERYTHING)) if name == "trial-referencement-intake-api/intake"
    )

    assert intake["envFrom"] == [
        {"configMapRef": {"name": "proxy"}},
        {"secretRef": {"name": "intake-extra", "optional": True}},
    ]


def test_variables_of_one_service_stay_with_it() -> None:
    found = rendered("byo", with_env({"name": "LOG_LEVEL", "value": "DEBUG"}))
    debugging = {name for name, one in containers(found) if variables(one).get("LOG_LEVEL") == "DEBUG"}

    assert debugging == {INTAKE}
