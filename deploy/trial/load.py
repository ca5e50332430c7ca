"""Load from inside the cluster: dossiers that walk into the catalogue until told to stop, then the oracle."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from deploy.trial.tools import NAME, NAMESPACE, kubectl, run, told, until
from shared.contracts.topics import SERVICES

STARTED_S, ENDED_S = 120, 240
STOP = "import os, signal; os.kill(1, signal.SIGTERM)"
SECURITY = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}


@dataclass(slots=True)
class Load:
    """A pod that walks dossiers while the context is open; `said` is what it said at its end."""

    image: str
    name: str
    strict: bool = True
    at_most: int = 3
    patience_s: int = 60
    """How long one hop of a dossier may take."""
    instead: Sequence[str] = ()
    """Another command of the image than the walk; it says `…ing` when it has begun."""
    said: str = ""
    code: int = -1

    def __enter__(self) -> Self:
        kubectl("apply", "--filename", "-", stdin=json.dumps(self._pod()))
        until(self._began, STARTED_S, f"{self.name} begins")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        run("kubectl", "--namespace", NAMESPACE, "exec", self.name, "--container", "walk", "--", "python", "-c", STOP)
        if error is None:
            until(self._ended, ENDED_S, f"{self.name} ends")
        self.said = self._log()
        kubectl("delete", "pod", self.name, "--now")

    def _began(self) -> bool:
        return not {"walking", "asking"}.isdisjoint(self._log().split())

    def _ended(self) -> bool:
        status = told("get", "pod", self.name)["status"]
        if status["phase"] not in ("Succeeded", "Failed"):
            return False
        self.code = status["containerStatuses"][0]["state"]["terminated"]["exitCode"]
        return True

    def _log(self) -> str:
        return run("kubectl", "--namespace", NAMESPACE, "logs", self.name, "--container", "walk").out

    def _pod(self) -> dict[str, Any]:
        secret, mount = f"{NAME}-demonstration", "/var/lib/referencement"
        resources = {"requests": {"cpu": "200m", "memory": "128Mi"}}  # else it gets what services leave, on a full node
        common: dict[str, Any] = {
            "resources": resources,
            "image": self.image,
            "imagePullPolicy": "IfNotPresent",
            "securityContext": SECURITY,
        }
        how = ["--seconds", "3600", "--at-most", str(self.at_most), "--patience", str(self.patience_s), "--oracle"]
        walk = ["python", "-m", "deploy.demo.walk", *how, *(["--strict"] if self.strict else [])]
        key = ["python", "-m", "deploy.demo.issuer", f"{mount}/issuer", "--key", "/key/key.pem"]
        issuer = {"name": "issuer", "mountPath": mount}
        return {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": self.name, "labels": {"trial": "load"}},
            "spec": {
                "restartPolicy": "Never",
                "automountServiceAccountToken": False,
                "securityContext": {
                    "runAsNonRoot": True, "runAsUser": 10001, "runAsGroup": 10001, "fsGroup": 10001,
                    "seccompProfile": {"type": "RuntimeDefault"},
                },
                "initContainers": [
                    {"name": "issuer", "args": key, **common,
                     "volumeMounts": [issuer, {"name": "key", "mountPath": "/key", "readOnly": True}]},
                ],
                "containers": [
                    {"name": "walk", "args": list(self.instead or walk), **common,
                     "env": _environment(mount), "volumeMounts": [issuer]},
                ],
                "volumes": [{"name": "key", "secret": {"secretName": secret}}, {"name": "issuer", "emptyDir": {}}],
            },
        }  # fmt: skip


def _environment(mount: str) -> list[dict[str, Any]]:
    """The oracle asks databases in the administrator's name, whose password does not change."""
    password = {"secretKeyRef": {"name": "trial-servers", "key": "password"}}
    urls = [{"name": f"{name.upper()}_URL", "value": f"http://{NAME}-{name}"} for name in SERVICES]
    databases = [
        {"name": f"{name.upper()}_DATABASE_URL", "value": f"postgresql://postgres:$(PASSWORD)@postgres/{name}"}
        for name in SERVICES
    ]
    return [
        {"name": "PASSWORD", "valueFrom": password}, *urls, *databases,
        {"name": "KAFKA_BOOTSTRAP_SERVERS", "value": "kafka:9092"},
        {"name": "IDENTITY_DIRECTORY", "value": f"{mount}/issuer"},
    ]  # fmt: skip
