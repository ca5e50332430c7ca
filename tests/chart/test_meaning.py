"""What the values come to: settings that the services read, rights as the code needs them, jobs at the right time."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from deploy.console.places import all_services
from shared.contracts.topics import SERVICES, TOPICS
from shared.http.hosts import host_names
from tests.chart.rendering import EXAMPLES, container, containers, of_kind, rendered, templates, things, variables

STANDARD = {"PGUSER", "PGPASSWORD", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG"}


@pytest.mark.parametrize("example", EXAMPLES)
def test_services_are_given_settings_that_they_read_and_all_that_they_need(example: str) -> None:
    fields = {service.name: service.settings.model_fields for service in all_services()}
    for name, one in containers(things(example)):
        service = name.rsplit("/", 1)[1]
        if service in fields and one["args"][2:] == [f"services.{service}"]:
            given = set(variables(one))
            known = {field.upper() for field in fields[service]}
            needed = {field.upper() for field, info in fields[service].items() if info.is_required()}
            assert given - known - STANDARD == set()
            assert needed - given == set()


def test_every_setting_has_a_value_that_sets_it_but_those_of_demonstrations() -> None:
    """KAFKA_INSTANCE: the names of a Deployment's pods are new each time, a static member would hold its partitions."""
    everything = {
        "tracking": {"keyBefore": "before"},
        "programme": {"configMap": "our-programme"},
        "kafka": {"prefix": "staging."},
        "documents": {
            "store": "bucket",
            "bucket": {"name": "evidence", "region": "fr-1", "existingSecret": "evidence"},
        },
    }
    examples: list[tuple[str, dict[str, Any]]] = [(name, {}) for name in EXAMPLES]
    examples += [("production", everything), ("laptop", everything)]
    given = {
        variable
        for name, values in examples
        for _, one in containers(rendered(name, values))
        for variable in variables(one)
    }
    known = {field.upper() for service in all_services() for field in service.settings.model_fields}

    assert known - given == {"CLOCK_FILE", "FAIL_POINT", "KAFKA_INSTANCE"}


def test_ones_own_programme_is_read_from_a_config_map() -> None:
    one = container("byo", "trial-referencement-evaluation/evaluation", {"programme": {"configMap": "ours"}})

    assert variables(one)["PROGRAMME_FILE"] == "/etc/referencement/programme/programme.yaml"
    assert "/etc/referencement/programme" in {mount["mountPath"] for mount in one["volumeMounts"]}


def test_services_answer_for_the_site_and_for_their_names_in_the_cluster() -> None:
    given = variables(container("byo", "trial-referencement-intake/intake", {"publish": {"otherHosts": ["old.fr"]}}))
    names = host_names(given["PUBLIC_HOSTS"])
    [test] = of_kind(things("byo"), "Pod")
    asked = {urlsplit(one).hostname for one in test["spec"]["containers"][0]["args"] if one.startswith("http")}
    answering = {
        name
        for path, one in containers(things("byo"))
        if "PUBLIC_HOSTS" in variables(one)
        for name in host_names(variables(one)["PUBLIC_HOSTS"])
    }

    assert names == {
        "referencement.example.org", "old.fr", "trial-referencement-intake", "trial-referencement-intake.there",
        "trial-referencement-intake.there.svc", "trial-referencement-intake.there.svc.cluster.local",
    }  # fmt: skip
    assert asked - answering == set()


def test_services_without_a_site_answer_for_every_name() -> None:
    assert "PUBLIC_HOSTS" not in variables(container("laptop", "trial-referencement-intake/intake"))


def test_split_gives_each_role_its_own_deployment() -> None:
    roles = {
        one["metadata"]["name"].removeprefix("trial-referencement-decision-"): variables(
            one["spec"]["template"]["spec"]["containers"][0]
        )["PROCESS_ROLES"]
        for one in of_kind(things("production"), "Deployment")
        if "-decision-" in one["metadata"]["name"]
    }

    assert roles == {"api": '["api"]', "worker": '["worker"]', "relay": '["relay"]'}


def test_callers_are_led_to_processes_that_serve() -> None:
    [service] = [one for one in of_kind(things("production"), "Service") if one["metadata"]["name"].endswith("-intake")]
    serving = [
        one["metadata"]["name"]
        for one in of_kind(things("production"), "Deployment")
        if service["spec"]["selector"].items() <= one["spec"]["template"]["metadata"]["labels"].items()
    ]

    assert serving == ["trial-referencement-intake-api"]


def test_consumers_grow_with_what_they_are_behind_and_never_beyond_partitions() -> None:
    scaled = {one["metadata"]["name"]: one["spec"] for one in of_kind(things("production"), "ScaledObject")}
    decision = scaled["trial-referencement-decision-worker"]
    metadata = [trigger["metadata"] for trigger in decision["triggers"]]

    assert {spec["maxReplicaCount"] for spec in scaled.values()} == {6}
    assert [one["topic"] for one in metadata] == ["referencement.evaluation.v1", "referencement.surveillance.v1"]
    assert {one["consumerGroup"] for one in metadata} == {"referencement-decision"}
    assert {one["excludePersistentLag"] for one in metadata} == {"true"}


def test_jobs_hold_up_a_rollout_onto_servers_that_are_there() -> None:
    jobs = {one["metadata"]["name"]: one["metadata"] for one in of_kind(things("byo"), "Job")}

    assert set(jobs) == {"trial-referencement-topics", "trial-referencement-migrations"}
    assert {one["annotations"]["helm.sh/hook"] for one in jobs.values()} == {"pre-install,pre-upgrade"}


def test_jobs_wait_beside_the_rollout_where_operators_have_yet_to_make_servers() -> None:
    [job] = of_kind(things("operators"), "Job")

    assert "annotations" not in job["metadata"]
    assert job["metadata"]["name"].startswith("trial-referencement-migrations-")


def test_another_image_is_another_plain_job_for_a_job_cannot_be_changed() -> None:
    names = {
        of_kind(rendered("operators", {"image": {"tag": tag}}), "Job")[0]["metadata"]["name"] for tag in ("1", "2")
    }

    assert len(names) == 2


def test_without_helm_nothing_of_helm_is_left() -> None:
    found = rendered("byo", {"jobs": {"mode": "plain"}})

    left = [one["metadata"]["name"] for one in found if "helm.sh/hook" in one["metadata"].get("annotations", {})]
    assert left == ["trial-referencement-test"]


def test_strimzi_is_given_the_topics_of_the_code() -> None:
    topics = {one["spec"]["topicName"]: one["spec"] for one in of_kind(things("operators"), "KafkaTopic")}

    assert set(topics) == {topic.name for topic in TOPICS}
    for topic in TOPICS:
        assert topics[topic.name]["partitions"] == topic.partitions
        assert topics[topic.name]["config"] == topic.config


def test_the_test_walks_with_what_the_walk_asks_for() -> None:
    [pod] = of_kind(things("laptop"), "Pod")
    given = variables(pod["spec"]["containers"][0])

    assert {f"{name.upper()}_URL" for name in SERVICES} < set(given)
    assert given["IDENTITY_DIRECTORY"] == "/var/lib/referencement/issuer"


def test_without_tokens_the_test_asks_all_doors() -> None:
    [pod] = of_kind(things("byo"), "Pod")
    asked = pod["spec"]["containers"][0]["args"][3:]

    assert asked[:5] == [f"http://trial-referencement-{name}/openapi.json" for name in SERVICES]
    assert asked[5:] == ["http://trial-referencement-catalogue/listings"]


def test_one_site_leads_to_all_five() -> None:
    [ingress] = of_kind(things("byo"), "Ingress")
    [route] = of_kind(things("operators"), "HTTPRoute")
    paths = {
        one["path"]: one["backend"]["service"]["name"].removeprefix("trial-referencement-")
        for one in ingress["spec"]["rules"][0]["http"]["paths"]
    }
    matches = {rule["matches"][0]["path"]["value"] for rule in route["spec"]["rules"]}

    assert paths == {"/": "catalogue", **{f"/{name}": name for name in SERVICES if name != "catalogue"}}
    assert matches == set(paths)


def test_a_path_is_told_to_the_process_behind_it() -> None:
    assert variables(container("byo", "trial-referencement-intake/intake"))["ROOT_PATH"] == "/intake"
    assert "ROOT_PATH" not in variables(container("byo", "trial-referencement-catalogue/catalogue"))


@pytest.mark.parametrize(("example", "next_step"), [
    ("laptop", "THIS IS A DEMONSTRATION"), ("byo", "The public catalogue: https://referencement.example.org/"),
    ("operators", "Migrations run beside the rollout"), ("production", "helm test trial --namespace there --logs"),
])  # fmt: skip
def test_the_notes_tell_the_next_step(example: str, next_step: str) -> None:
    assert next_step in templates(example)["referencement/templates/NOTES.txt"]


@pytest.mark.parametrize("name", ["byo", "operators"])
def test_production_has_a_key_ring_or_says_by_name_that_it_does_without(name: str) -> None:
    given = variables(container(name, "trial-referencement-intake/intake"))
    without = {"signing": {"ringConfigMap": ""}}
    accepted = {**without, "acceptInsecure": ["SIGNING_KEYS_FILE"]}

    assert given["SIGNING_KEYS_FILE"] == "/etc/referencement/signing-ring/ring.json"
    with pytest.raises(Exception, match=r"signing\.ringConfigMap is required"):
        rendered(name, without)
    doing_without = variables(container(name, "trial-referencement-intake/intake", accepted))
    assert "SIGNING_KEYS_FILE" not in doing_without
    assert doing_without["ACCEPT_INSECURE"] == "SIGNING_KEYS_FILE"
