"""The profile `observe`, with the configuration that is shipped: targets, rules, every query, spans of all services."""

import json
from typing import Any
from urllib.parse import quote

from deploy.dashboards.files import board_files
from deploy.observing.rules import alerts
from deploy.trial.compose import OK, asked, compose, door
from deploy.trial.tools import Failed, until
from shared.contracts.topics import SERVICES

METRICS, TRACES, GRAFANA = ("metrics", 9090), ("traces", 16686), ("dashboards", 3000)
PREFIX = "referencement-"
SCRAPED_S = 90
QUIET = (
    "retries_total",
    'aggregate="connection_tests"',
    'status=~"5..',
    "parked_records",
    "consumer_lag",
    "measuring_failed",
    "poison",
    "kube_",
    "kubelet_",
    "certificate",
    "documents_",
    "document_scans",
    "rate_limited",
    "connections_refused",
    "unknown_callers",
    "reconciliation_",
)
"""What tells nothing while all is well, or with few dossiers."""


def up() -> str:
    """Collector, traces and metrics; Grafana has a check of its own."""
    compose("up", "--detach", "--wait", "--no-deps", "collector", "traces", "metrics")
    until(lambda: asked(door(*METRICS), "/-/ready")[0] == OK, SCRAPED_S, "Prometheus ready")
    return "collector, traces and metrics run with the configuration that is shipped"


def targets() -> str:
    """Each service is scraped; each rule is loaded and can be computed."""
    until(lambda: _up_targets() == set(SERVICES), SCRAPED_S, "all five scraped")
    rules = [rule for group in _prometheus("rules")["groups"] for rule in group["rules"]]
    broken = [rule["name"] for rule in rules if rule["health"] == "err"]
    alerting = [rule for rule in rules if rule["type"] == "alerting"]
    if broken or len(alerting) != len(alerts()):
        raise Failed(f"{len(alerting)} of {len(alerts())} alerts loaded, not computable: {broken}")
    firing = {rule["name"] for rule in alerting if rule["state"] == "firing"}
    told = f"firing: {', '.join(sorted(firing)) or 'none'}"
    return f"5 of 5 up; {len(rules)} rules loaded, {len(alerting)} of them alerts; {told}"


def queries() -> str:
    """Every query of every dashboard: understood, and with data but for what is quiet while all is well."""
    exprs = {
        target["expr"].replace("$service", ".*").replace("$namespace", ".*").replace("$release", ".*")
        for content in board_files().values()
        for panel in json.loads(content)["panels"]
        for target in panel.get("targets", ())
    }
    empty = sorted(expr for expr in exprs if not _prometheus("query", query=expr)["result"])
    unexpected = [expr for expr in empty if not any(quiet in expr for quiet in QUIET)]
    if unexpected:
        raise Failed(f"{len(unexpected)} of {len(exprs)} queries are empty: {'; '.join(unexpected)}")
    return (
        f"{len(exprs)} queries of {len(board_files())} dashboards, {len(exprs) - len(empty)} give data, the rest: quiet"
    )


def traces() -> str:
    """Spans of every service arrive, and one trace leads through several of them."""
    until(lambda: _traced() >= {PREFIX + name for name in SERVICES}, SCRAPED_S, "spans of all five")
    _, body = asked(door(*TRACES), f"/api/traces?service={PREFIX}surveillance&limit=100&lookback=1h")
    found = json.loads(body)["data"]
    widest = max((len({one["serviceName"] for one in trace["processes"].values()}) for trace in found), default=0)
    if widest < 2:  # noqa: PLR2004  # a trace that goes somewhere
        raise Failed(f"no trace leads from one service to another, of {len(found)}")
    return f"spans of all five; one trace leads through {widest} services"


def grafana() -> str:
    """Every dashboard is provisioned."""
    compose("up", "--detach", "--wait", "--no-deps", "dashboards")
    until(lambda: asked(door(*GRAFANA), "/api/health")[0] == OK, SCRAPED_S, "Grafana answers")
    found = json.loads(asked(door(*GRAFANA), "/api/search?type=dash-db&limit=500")[1])
    if len(found) != len(board_files()):
        raise Failed(f"{len(found)} of {len(board_files())} dashboards there")
    return f"{len(found)} dashboards there"


def _up_targets() -> set[str]:
    return {one["metric"]["service"] for one in _prometheus("query", query="up == 1")["result"]}


def _traced() -> set[str]:
    status, body = asked(door(*TRACES), "/api/services")
    return set(json.loads(body)["data"] or ()) if status == OK else set()


def _prometheus(what: str, **parameters: str) -> Any:  # noqa: ANN401
    """What its API says. Raises Failed."""
    words = "&".join(f"{name}={quote(value)}" for name, value in parameters.items())
    status, body = asked(door(*METRICS), f"/api/v1/{what}?{words}")
    if status != OK:
        raise Failed(f"Prometheus on {what} {parameters}: {status} {body[:300]!r}")
    return json.loads(body)["data"]
