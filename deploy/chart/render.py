"""`make manifests VALUES=file`: the chart as plain objects, for `kubectl apply` and for those without Helm.

Helm's own engine renders, as a package. Jobs are no hooks then: they run beside the rollout, pods are ready when the
migrations are done, and a new image brings Jobs of a new name.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

CHART = Path(__file__).parent / "referencement"


def manifests(values: dict[str, Any], *, name: str, namespace: str) -> str:
    """All objects but the test, as YAML."""
    helm = import_module("helm_python")
    plain = values | {"jobs": values.get("jobs", {}) | {"mode": "plain"}}
    with helm.Chart.load(str(CHART)) as chart:
        texts: dict[str, str] = chart.render(plain, name=name, namespace=namespace)
    objects = [text for path, text in sorted(texts.items()) if path.endswith(".yaml") and "/tests/" not in path]
    return "\n---\n".join(text.strip() for text in objects if text.strip()) + "\n"


if __name__ == "__main__":
    chosen, name, namespace = sys.argv[1:4]
    print(manifests(yaml.safe_load(Path(chosen).read_text()), name=name, namespace=namespace), end="")
