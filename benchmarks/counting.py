"""What services did, by their own count: transactions, messages, records sent and read."""

from collections.abc import Iterable, Mapping

import httpx
from prometheus_client.parser import text_string_to_metric_families

COUNTED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "requests_answered": ("referencement_http_request_duration_seconds_count", {}),
    "transactions_by_http": ("referencement_batch_size_count", {"door": "http"}),
    "transactions_by_kafka": ("referencement_batch_size_count", {"door": "kafka"}),
    "messages_by_kafka": ("referencement_batch_size_sum", {"door": "kafka"}),
    "records_read": ("referencement_consumer_records_total", {}),
    "records_sent": ("referencement_relay_sent_total", {}),
    "rounds_of_relays": ("referencement_delivery_seconds_count", {}),
}
"""Name of a figure, and the sample that it adds up."""


def counts(internal_urls: Iterable[str]) -> dict[str, float]:
    """The figures of `COUNTED`, over all services, since these were started."""
    found = dict.fromkeys(COUNTED, 0.0)
    for url in internal_urls:
        text = httpx.get(f"{url}/metrics", trust_env=False, timeout=10).text
        for sample in (sample for family in text_string_to_metric_families(text) for sample in family.samples):
            for figure, (name, labels) in COUNTED.items():
                if sample.name == name and labels.items() <= sample.labels.items():
                    found[figure] += sample.value
    return found
