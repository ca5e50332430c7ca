"""Which hosts this service answers for: names that strangers put into a request lead nowhere (RFC 9110, 7.4)."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.http.problems import Problem, problem_response


def host_names(setting: str) -> frozenset[str]:
    """The names of the setting PUBLIC_HOSTS, separated by commas; without names every host is taken."""
    return frozenset(name.strip().lower().rstrip(".") for name in setting.split(",") if name.strip())


def name_of(host: str) -> str:
    """The name in a Host header or an Origin, without its port: `example.fr`, `[::1]`."""
    name, separator, port = host.rpartition(":")
    bare = name if separator and port.isdigit() and (name.endswith("]") or ":" not in name) else host
    return bare.lower().rstrip(".")


class Hosts:
    """Refuses requests for other hosts with 421, and those without a usable Host or with two identities with 400."""

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()) -> None:
        self.app = app
        self._names = frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        problem = self._problem(scope) if scope["type"] == "http" else None
        if problem is not None:
            await problem_response(problem)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _problem(self, scope: Scope) -> Problem | None:
        hosts, identities = [], 0
        for name, value in scope["headers"]:
            if name == b"host":
                hosts.append(value)
            elif name == b"authorization":
                identities += 1
        if identities > 1:
            return Problem("header_repeated", header="authorization")
        if len(hosts) > 1 or (scope["http_version"] != "1.0" and not (hosts and hosts[0])):
            return Problem("host_missing")
        if self._names:
            host = name_of(hosts[0].decode("latin-1")) if hosts else ""
            return None if host in self._names else Problem("host_unknown")
        return None
