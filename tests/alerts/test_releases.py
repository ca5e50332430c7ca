"""Two releases share one Prometheus: no rule mixes their samples, none needs a label that compose does not have."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.dashboards.files import board_files
from deploy.observing.rules import Scope, rule_files
from tests.yamls import parsed

HERE = Path(__file__).parent
OPERATORS = "sum|min|max|avg|count|group|stddev|stdvar|quantile|topk|bottomk|count_values"
AGGREGATED = re.compile(rf"\b(?:{OPERATORS})\b(?: (by) \(([^)]*)\))?")
MATCHED = re.compile(r"\bon \(([^)]*)\)")
TOLD_BY_KUBERNETES = re.compile(r"\b(?:kube|kubelet)_\w+")
SELECTOR = re.compile(r"\b(?:referencement_|referencement:|kube_|kubelet_|process_)\w+")
FORGETFUL = re.compile(r"\b(?:absent|vector|scalar|without|ignoring)\b")
"""What forgets the labels of a line; absent_over_time keeps those of its selector."""


def expressions() -> dict[str, str]:
    """Every rule and record, by name and place."""
    found = [rule for text in rule_files().values() for group in parsed(text)["groups"] for rule in group["rules"]]
    return {f"{rule.get('alert') or rule['record']}-{place}": rule["expr"] for place, rule in enumerate(found)}


RULES = expressions()
BOARDS = board_files()


def mixing(expr: str) -> list[str]:
    """The aggregations and joins in which samples of two lines would come together."""
    kept = [(found[0], found[2] or "") for found in AGGREGATED.finditer(expr)]
    kept += [(found[0], found[1]) for found in MATCHED.finditer(expr)]
    wanted = (
        {"namespace"} if TOLD_BY_KUBERNETES.search(expr) and "referencement_" not in expr else {"namespace", "release"}
    )
    mixed = [text for text, labels in kept if not wanted <= set(re.findall(r"\w+", labels)) and not _of_a_claim(labels)]
    return mixed + FORGETFUL.findall(expr)


def _of_a_claim(labels: str) -> bool:
    """Kubernetes knows no releases: an object is of one namespace, and its name begins with its release's."""
    return "namespace" in labels and any(
        kind in labels for kind in ("persistentvolumeclaim", "deployment", "cronjob", "pod")
    )


@pytest.mark.parametrize("name", RULES)
def test_no_rule_mixes_two_lines(name: str) -> None:
    assert mixing(RULES[name]) == []


def test_a_rule_that_would_mix_them_is_found_out() -> None:
    assert mixing("max by (service) (referencement_ready) == 0") == ["max by (service)"]
    assert mixing("sum(referencement_ready)") == ["sum"]
    assert mixing("a and on (service) b") == ["on (service)"]
    assert mixing('absent(referencement_ready{service="intake"})') == ["absent"]
    assert mixing("max by (namespace, service) (referencement_ready)") == ["max by (namespace, service)"]
    assert mixing("max by (namespace, cronjob) (kube_cronjob_created)") == []


@pytest.mark.parametrize("file", BOARDS)
def test_every_query_of_a_board_looks_at_the_chosen_namespaces_and_releases(file: str) -> None:
    queries = [one["expr"] for panel in json.loads(BOARDS[file])["panels"] for one in panel.get("targets", ())]
    selectors = {query: len(SELECTOR.findall(query)) for query in queries}
    of_services = {query: selectors[query] - len(TOLD_BY_KUBERNETES.findall(query)) for query in queries}

    assert {query: query.count('namespace=~"$namespace"') for query in queries} == selectors
    assert {query: query.count('release=~"$release"') for query in queries} == of_services


def test_a_scope_narrows_every_selector_and_nothing_else() -> None:
    there = Scope("there", "trial", "trial-referencement-")
    narrow = there.narrow

    own = 'namespace="there",release="trial"'
    assert (
        narrow("max by (namespace) (referencement_ready) == 0")
        == f"max by (namespace) (referencement_ready{{{own}}}) == 0"
    )
    assert (
        narrow('rate(referencement_acts_total{act="a"}[5m])') == f'rate(referencement_acts_total{{{own},act="a"}}[5m])'
    )
    assert narrow("avg_over_time(referencement:site:bad[1h])") == f"avg_over_time(referencement:site:bad{{{own}}}[1h])"
    assert (
        narrow('kube_job_failed{job_name=~".*referencement-(topics).*"}')
        == 'kube_job_failed{namespace="there",job_name=~"trial-referencement-(topics).*"}'
    )


def test_without_a_label_for_the_release_a_scope_is_a_namespace() -> None:
    assert Scope("there").narrow("referencement_ready") == 'referencement_ready{namespace="there"}'


def test_promtool_finds_the_rules_of_one_release_blind_to_all_others(tmp_path: Path) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed (Debian: prometheus): the rules are not tried here")
    for name, content in rule_files(Scope("production", "line", "line-referencement-")).items():
        (tmp_path / name).write_text(content)
    shutil.copy(HERE / "scoped" / "production.yaml", tmp_path)

    done = subprocess.run(
        [promtool, "test", "rules", "production.yaml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
