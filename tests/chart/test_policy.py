"""What every object of every example keeps to, whatever the values: the rules of a restricted namespace and of ours."""

import pytest

from shared.runtime.settings import ServiceSettings
from tests.chart.rendering import EXAMPLES, containers, of_kind, of_services, pods, things

IDLE_S = ServiceSettings.model_fields["drain_idle_seconds"].default
"""How much longer than DRAIN_SECONDS a process waits for callers to leave; the chart leaves it as it is."""
pytestmark = pytest.mark.parametrize("example", EXAMPLES)


def test_nobody_is_root_and_nobody_holds_a_token(example: str) -> None:
    for name, pod in pods(things(example)):
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["securityContext"]["runAsUser"] > 0, name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert pod["automountServiceAccountToken"] is False, name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod), name


def test_no_container_can_write_to_its_root_or_gain_rights(example: str) -> None:
    for name, container in containers(things(example)):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, name


def test_every_container_is_limited(example: str) -> None:
    for name, container in containers(things(example)):
        assert set(container["resources"]["limits"]) == {"cpu", "memory"}, name
        assert set(container["resources"]["requests"]) == {"cpu", "memory"}, name


def test_a_container_that_fails_leaves_its_last_line_in_the_pod_s_status(example: str) -> None:
    policies = {container["terminationMessagePolicy"] for _, container in containers(things(example))}

    assert policies == {"FallbackToLogsOnError"}


def test_jobs_that_hold_up_helm_end_before_it_gives_up(example: str) -> None:
    helm_waits_s = 300

    for thing in of_kind(things(example), "Job"):
        assert thing["spec"]["activeDeadlineSeconds"] < helm_waits_s


def test_every_image_is_named_by_version_or_digest(example: str) -> None:
    for name, container in containers(things(example)):
        assert "@sha256:" in container["image"] or ":" in container["image"], name
        assert not container["image"].endswith(":latest"), name


def test_every_service_process_is_watched_and_ends_in_order(example: str) -> None:
    for thing in of_services(things(example)):
        pod = thing["spec"]["template"]["spec"]
        [container] = pod["containers"]
        paths = [container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "readiness", "liveness")]
        drain = int(next(one["value"] for one in container["env"] if one["name"] == "DRAIN_SECONDS"))
        asleep = container["lifecycle"]["preStop"]["sleep"]["seconds"]

        ports = {container[f"{kind}Probe"]["httpGet"]["port"] for kind in ("startup", "readiness", "liveness")}

        assert (paths, ports) == (["/livez", "/readyz", "/livez"], {"internal"})
        assert thing["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
        assert pod["terminationGracePeriodSeconds"] > asleep + drain + IDLE_S + 30


def test_volumes_hold_secrets_or_little_and_intake_s_the_documents(example: str) -> None:
    for name, pod in pods(things(example)):
        for volume in pod.get("volumes", []):
            if "persistentVolumeClaim" in volume:
                assert (volume["name"], pod["containers"][0]["name"]) == ("documents", "intake"), name
            else:
                assert "secret" in volume or "configMap" in volume or "sizeLimit" in volume["emptyDir"], name


def test_jobs_by_the_clock_end_and_leave_little_behind(example: str) -> None:
    for thing in of_kind(things(example), "CronJob"):
        job = thing["spec"]["jobTemplate"]["spec"]

        assert thing["spec"]["concurrencyPolicy"] == "Forbid"
        assert thing["spec"]["successfulJobsHistoryLimit"] + thing["spec"]["failedJobsHistoryLimit"] <= 10
        assert job["activeDeadlineSeconds"] <= 3600
        assert len(thing["metadata"]["name"]) <= 52


def test_all_of_the_release_s_pods_are_denied_everything_first(example: str) -> None:
    policies = {one["metadata"]["name"]: one["spec"] for one in of_kind(things(example), "NetworkPolicy")}
    nothing = policies["trial-referencement-nothing"]

    assert nothing["policyTypes"] == ["Ingress", "Egress"]
    assert not {"ingress", "egress"} & set(nothing)


def test_every_budget_and_scaler_means_a_deployment_that_is_there(example: str) -> None:
    deployments = {one["metadata"]["name"] for one in of_services(things(example))}
    budgets = {one["metadata"]["name"] for one in of_kind(things(example), "PodDisruptionBudget")}
    kinds = ("HorizontalPodAutoscaler", "ScaledObject")
    scaled = {one["spec"]["scaleTargetRef"]["name"] for kind in kinds for one in of_kind(things(example), kind)}

    assert budgets == deployments
    assert scaled <= deployments


def test_what_is_scaled_has_no_fixed_number(example: str) -> None:
    kinds = ("HorizontalPodAutoscaler", "ScaledObject")
    scaled = {one["spec"]["scaleTargetRef"]["name"] for kind in kinds for one in of_kind(things(example), kind)}
    fixed = {one["metadata"]["name"] for one in of_kind(things(example), "Deployment") if "replicas" in one["spec"]}

    assert scaled & fixed == set()


def test_names_fit(example: str) -> None:
    names = [one["metadata"]["name"] for one in things(example) if one["kind"] != "KafkaTopic"]

    assert [name for name in names if len(name) > 63] == []
    assert len({(one["kind"], one["metadata"]["name"]) for one in things(example)}) == len(things(example))
