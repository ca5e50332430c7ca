"""What the cluster has to refuse or to do by itself: evictions, strangers, privileges, more replicas under load."""

import json

from deploy.trial.load import SECURITY, Load
from deploy.trial.tools import NAME, NAMESPACE, Failed, helm, kubectl, ready_replicas, run, told, until

GROWS_S = 300
LISTENS = 3310
POD = {"runAsNonRoot": True, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}}
KNOCK = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=4); print('open')"


def budget_refuses() -> str:
    """Evict both pods of a service: the second one has to stay until the first one's heir is ready."""
    pods = told("get", "pods", "--selector", "app.kubernetes.io/component=decision")["items"][:2]
    answers = [_evict(pod["metadata"]["name"]) for pod in pods]
    if len(pods) != 2 or answers[0] or "disruption budget" not in answers[1]:  # noqa: PLR2004  # both of them
        raise Failed(f"evictions of {len(pods)} pods: {answers}")
    until(lambda: ready_replicas(f"{NAME}-decision") == 2, 180, "decision complete again")  # noqa: PLR2004
    return "first eviction granted, second refused by the budget"


def _evict(pod: str) -> str:
    """What the API says against it; empty: nothing."""
    eviction = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": pod, "namespace": NAMESPACE}}
    path = f"/api/v1/namespaces/{NAMESPACE}/pods/{pod}/eviction"
    done = run("kubectl", "create", "--raw", path, "--filename", "-", stdin=json.dumps(eviction))
    return done.out if done.code else ""


def strangers_are_shut_out(image: str) -> str:
    """A stranger may not call; a pod of the release may not go where nobody sent it; the named caller may."""
    kubectl("apply", "--filename", "-", stdin=json.dumps(_stranger(image, "stranger", "stranger")))
    kubectl("apply", "--filename", "-", stdin=json.dumps(_stranger(image, "caller", "load")))
    kubectl("wait", "--for=condition=Ready", "pod/stranger", "pod/caller", "--timeout=120s")
    service = told("get", "pods", "--selector", "app.kubernetes.io/component=intake")["items"][0]["metadata"]["name"]
    stranger = told("get", "pod", "stranger")["status"]["podIP"]
    ways = {
        ("stranger", f"{NAME}-intake", 80): False,
        ("stranger", f"{NAME}-catalogue", 80): False,
        ("stranger", "postgres", 5432): True,  # it is not the release's: the chart does not guard it
        ("caller", f"{NAME}-intake", 80): True,
        (service, "postgres", 5432): True,
        (service, "kafka", 9094): True,
        (service, "kafka", 9092): False,  # not the port of the values
        (service, f"{NAME}-evaluation", 80): False,
        ("caller", stranger, LISTENS): True,
        (service, stranger, LISTENS): False,
        (service, "kubernetes.default.svc", 443): False,
    }
    found = {way: _knock(*way) for way in ways}
    kubectl("delete", "pod", "stranger", "caller", "--now")
    words = {service: "intake", stranger: "stranger", "kubernetes.default.svc": "the API server"}
    told_ = {
        f"{words.get(pod, pod)} to {words.get(host, host.removeprefix(f'{NAME}-'))}:{port}": (pod, host, port)
        for pod, host, port in ways
    }
    wrong = [name for name, way in told_.items() if found[way] != ways[way]]
    if wrong:
        raise Failed(f"otherwise than wanted: {wrong}")
    return ", ".join(f"{name} {'open' if ways[way] else 'shut'}" for name, way in told_.items())


def _knock(pod: str, host: str, port: int) -> bool:
    words = ("exec", pod, "--", "python", "-c", KNOCK, host, str(port))
    return run("kubectl", "--namespace", NAMESPACE, *words).out.endswith("open")


def _stranger(image: str, name: str, label: str) -> dict[str, object]:
    container = {
        "name": name, "image": image, "imagePullPolicy": "IfNotPresent", "securityContext": SECURITY,
        "args": ["python", "-m", "http.server", str(LISTENS)],
    }  # fmt: skip
    spec = {"automountServiceAccountToken": False, "securityContext": POD, "containers": [container]}
    return {
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"trial": label}}, "spec": spec,
    }  # fmt: skip


def grows_under_load(image: str) -> str:
    """The autoscaler of intake adds a replica while dossiers flow."""
    scaling = "services.intake.process.all.autoscaling"
    helm("upgrade", *_set(scaling, type="hpa", minReplicas="1", maxReplicas="3", cpu="20"))
    with Load(image, "load-grows", strict=False, at_most=6) as load:
        until(lambda: _replicas() > 1, GROWS_S, "more than one replica of intake wanted")
        grown = _replicas()
    if load.code:
        raise Failed(load.said[-600:])
    return f"intake 1 to {grown} replicas by CPU; {load.said.splitlines()[-1]}"


def _replicas() -> int:
    return int(told("get", "hpa", f"{NAME}-intake")["status"].get("desiredReplicas", 0))


def _set(path: str, **values: str) -> list[str]:
    return [word for name, value in values.items() for word in ("--set", f"{path}.{name}={value}")]


def privileges_are_refused(image: str) -> str:
    """The namespace enforces the restricted profile: all of the release runs in it, a privileged pod does not."""
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "rogue"}, "spec": {"containers": [
        {"name": "rogue", "image": image, "securityContext": {"privileged": True}},
    ]}}  # fmt: skip
    done = run("kubectl", "--namespace", NAMESPACE, "apply", "--filename", "-", stdin=json.dumps(pod))
    if not done.code or "restricted" not in done.out:
        raise Failed(f"a privileged pod was not refused: {done.out[:300]}")
    return "restricted Pod Security enforced; a privileged pod refused"
