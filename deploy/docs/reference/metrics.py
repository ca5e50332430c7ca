"""Every metric of the registry that services expose."""

from prometheus_client.metrics import MetricWrapperBase

from deploy.docs.reference.table import table
from shared.runtime.database_measures import COUNTERS
from shared.telemetry.metrics import REGISTRY

INTRODUCTION = """# Metrics

`/metrics` of every process, as OpenMetrics or text. Each also carries `service`. No label holds an id: a dossier is
found in traces and in the journal. Beside these: `process_…` and `python_…`.
"""


def page() -> str:
    """All metrics in the order of their declaration, with kind and labels."""
    rows = [
        (f"`{name}`", kind, ", ".join(f"`{one}`" for one in labels), text) for name, kind, labels, text in metrics()
    ]
    return INTRODUCTION + "\n" + table(("metric", "kind", "labels", "meaning"), rows)


def metrics() -> list[tuple[str, str, tuple[str, ...], str]]:
    """Name as exposed, kind, labels, meaning. Last those that PostgreSQL keeps and a service passes on."""
    ours = [one for one in REGISTRY._collector_to_names if isinstance(one, MetricWrapperBase)]
    passed_on = [(f"referencement_{name}_total", "counter", (), text) for name, text in COUNTERS.families.items()]
    return [
        (one._name + ("_total" if one._type == "counter" else ""), str(one._type), one._labelnames, one._documentation)
        for one in ours
    ] + passed_on
