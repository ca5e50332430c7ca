"""The page that Prometheus reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

from shared.telemetry.metrics import REGISTRY


def render(service: str) -> tuple[bytes, str]:
    """The body and the content type of `/metrics`: every sample says of which service it is, however it is scraped."""
    return generate_latest(_Named(service)), CONTENT_TYPE_LATEST


@dataclass(frozen=True)
class _Named(CollectorRegistry):
    """The registry, each sample with the service's name on it."""

    service: str

    def collect(self) -> Iterator[Metric]:
        """The same families."""
        for family in REGISTRY.collect():
            family.samples = [
                sample._replace(labels={**sample.labels, "service": self.service}) for sample in family.samples
            ]
            yield family


class ToldCounters(Collector):
    """Counters that somebody else keeps, such as the database: passed on as they were told last."""

    def __init__(self, families: Mapping[str, str]) -> None:
        """`families`: name without prefix and suffix, and what it counts."""
        self.families = families
        self.values: Mapping[str, float] = {}
        REGISTRY.register(self)

    def collect(self) -> Iterator[Metric]:
        """Those that were told."""
        for name, help_text in self.families.items():
            if name in self.values:
                yield CounterMetricFamily(f"referencement_{name}", help_text, self.values[name])

    def describe(self) -> Iterator[Metric]:
        """Names are known before values are."""
        for name, help_text in self.families.items():
            yield CounterMetricFamily(f"referencement_{name}", help_text)
