"""A cluster of which Helm can ask what is there: as much of the Kubernetes API as `lookup` needs, on loopback."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.chart.rendering import CHART, Thing, example, helm, merged, objects_of

KINDS = {
    "api/v1": [("secrets", "Secret"), ("namespaces", "Namespace"), ("services", "Service")],
    "apis/apps/v1": [("deployments", "Deployment")],
}


class _Api(BaseHTTPRequestHandler):
    there: Sequence[Thing] = ()

    def do_GET(self) -> None:
        """Discovery, and single objects of one namespace."""
        path = self.path.split("?")[0].strip("/")
        if path in KINDS:
            self._answer(200, _resources(path))
        elif path == "version":
            self._answer(200, {"major": "1", "minor": "35", "gitVersion": "v1.35.0"})
        elif path == "api":
            self._answer(200, {"kind": "APIVersions", "versions": ["v1"]})
        elif path == "apis":
            self._answer(200, {"kind": "APIGroupList", "apiVersion": "v1", "groups": [_group("apps")]})
        else:
            self._object(path)

    def _object(self, path: str) -> None:
        *_, plural, name = path.split("/")
        kinds = {resource: kind for resources in KINDS.values() for resource, kind in resources}
        wanted = (kinds.get(plural), name)
        found = [one for one in self.there if (one["kind"], one["metadata"]["name"]) == wanted]
        missing = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}
        self._answer(200 if found else 404, found[0] if found else missing)

    def _answer(self, status: int, body: Mapping[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002
        """Nothing on the screen of the tests."""


def _group(name: str) -> dict[str, Any]:
    one = {"groupVersion": f"{name}/v1", "version": "v1"}
    return {"name": name, "versions": [one], "preferredVersion": one}


def _resources(path: str) -> dict[str, Any]:
    resources = [
        {"name": plural, "kind": kind, "namespaced": kind != "Namespace", "verbs": ["get"]}
        for plural, kind in KINDS[path]
    ]
    return {"kind": "APIResourceList", "groupVersion": path.split("/", 1)[1], "resources": resources}


@contextmanager
def _serving(there: Sequence[Thing]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Api", (_Api,), {"there": there}))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def upgraded(name: str, values: Mapping[str, Any], there: Sequence[Thing] = ()) -> tuple[list[Thing], str]:
    """What `helm upgrade` would apply to a cluster where `there` is, and the notes."""
    with (
        _serving(there) as address,
        helm.Chart.load(str(CHART)) as chart,
        helm.Config(kube_apiserver=address, namespace="there", storage_driver="memory") as config,
    ):
        texts: dict[str, str] = config.render(
            chart, merged(example(name), dict(values)), name="trial", namespace="there", is_upgrade=True
        )
    return objects_of(texts), next(text for path, text in texts.items() if path.endswith("NOTES.txt"))


def rendered_where(apis: Sequence[str], name: str, values: Mapping[str, Any] | None = None) -> list[Thing]:
    """All objects where the cluster has these APIs, as by `helm template --api-versions`."""
    given = json.dumps(merged(example(name), dict(values or {})))
    options = json.dumps({"name": "trial", "namespace": "there", "api_versions": list(apis)})
    with helm.Chart.load(str(CHART)) as chart:
        texts: dict[str, str] = json.loads(helm._native.call_string("helm_render", chart._raw(), given, options))
    return objects_of(texts)
