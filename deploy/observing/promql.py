"""PromQL as the rules write it: what every aggregation keeps, and how all selectors of an expression are narrowed."""

import re

LINE = "namespace, release"
"""Which line of services a sample is of. Where a label is missing, as outside of Kubernetes, it counts as empty."""
SERVICE = f"{LINE}, service"
"""Which service of which line."""
OURS = ".*referencement-"
"""How names of Kubernetes objects begin; the chart puts the name of its release there."""
_SELECTOR = re.compile(r"\b(?:(referencement(?:_\w+|:\w+:\w+)|process_\w+)|kube_\w+|kubelet_\w+)(\{)?")


def narrowed(expr: str, ours: str, cluster: str) -> str:
    """The same with matchers in every selector: `ours` for what services tell, `cluster` for what Kubernetes tells."""

    def with_matchers(found: re.Match[str]) -> str:
        matchers = ours if found[1] else cluster
        name = found[0].rstrip("{")
        return f"{name}{{{matchers}," if found[2] else f"{name}{{{matchers}}}"

    return _SELECTOR.sub(with_matchers, expr)


def with_service(expr: str, label: str) -> str:
    """`expr` with the label `service`, taken from the name of a Kubernetes object; `all` where it is of no service."""
    names = "intake|evaluation|decision|catalogue|surveillance"
    return (
        f'label_replace(label_replace({expr},\n  "service", "all", "", ""), '
        f'"service", "$1", "{label}", ".*-({names})(-.*)?")'
    )
