"""Every metric of the product, declared once. No label holds an id: a dossier is found in traces and in the journal."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from shared.telemetry.methods import known_method

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

_BATCH_SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_DELIVERY = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)
_LATENESS = (1, 5, 15, 60, 300, 900, 3600, 6 * 3600, 24 * 3600)


def _counter(name: str, help_text: str, *labels: str) -> Counter:
    return Counter(f"referencement_{name}", help_text, labels, registry=REGISTRY)


def _gauge(name: str, help_text: str, *labels: str) -> Gauge:
    return Gauge(f"referencement_{name}", help_text, labels, registry=REGISTRY)


def _histogram(name: str, help_text: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
    return Histogram(f"referencement_{name}", help_text, labels, buckets=buckets, registry=REGISTRY)


ACTS = _counter(
    "acts", "Acts asked for; outcome is performed, refused, repeated or failed", "service", "act", "outcome"
)
BATCH_SIZE = _histogram("batch_size", "Messages per transaction; door is http, kafka or deadline", _BATCH_SIZES, "door")
BATCH_DURATION = _histogram("batch_duration_seconds", "From first look at a batch to its commit", _SECONDS, "door")

OUTBOX_WAITING = _gauge("outbox_waiting_rows", "Events committed and not yet sent")
OUTBOX_OLDEST = _gauge("outbox_oldest_seconds", "Age of the oldest event not yet sent; 0 when none waits")
RELAY_SENT = _counter("relay_sent", "Events sent to the broker and acknowledged", "topic")
DELIVERY = _histogram(
    "delivery_seconds", "From an event's act to the broker's acknowledgement: the oldest event of each batch", _DELIVERY
)

CONSUMER_RECORDS = _counter("consumer_records", "Records taken from the broker", "topic", "partition")
CONSUMER_LAG = _gauge("consumer_lag_records", "Records behind the end of the partition", "topic", "partition")
CONSUMER_STANDING = _gauge(
    "consumer_standing_seconds",
    "Since when a partition with records before us has not moved on; 0: it moves, or nothing waits",
    "topic",
    "partition",
)
CONSUMER_HELD = _gauge(
    "consumer_held_partitions", "1 for a partition whose next records cannot be decoded", "topic", "partition"
)
RETRIES = _counter("retries", "Attempts repeated after a transient failure", "door")
POISON = _counter("poison", "Records parked for good or until an operator decides", "topic", "reason")
PARKED = _gauge(
    "parked_records", "Records waiting for an operator; seen is true once one has looked at them", "reason", "seen"
)
PARKED_UNSEEN_OLDEST = _gauge(
    "parked_unseen_oldest_seconds", "Since when a record waits that no operator has seen; 0: none"
)

AGGREGATES = _gauge(
    "aggregates",
    "Aggregates by kind and state; idle says since when they are as they are",
    "aggregate",
    "state",
    "idle",
)

RECONCILED = _gauge("reconciled_timestamp_seconds", "When the database was last compared with the topics")
RECONCILIATION_GAPS = _gauge("reconciliation_gaps", "Gaps that nobody has accepted, in the last comparison", "kind")
RECONCILIATION_ACCEPTED = _gauge("reconciliation_accepted_gaps", "Accepted gaps in the last comparison")
BEHIND_GROUP = _gauge("database_behind_group", "1 while the worker holds: its group has read past this database")
DEADLINES_DUE = _gauge("deadlines_due", "Deadlines due and not yet turned into an act")
DEADLINES_OVERDUE = _gauge("deadlines_overdue", "Deadlines due for longer than a minute: time stands still")
DEADLINE_DELAY = _histogram("deadline_delay_seconds", "From due to fired; nothing under a simulated clock", _LATENESS)

JOURNAL_UNSEALED_OLDEST = _gauge(
    "journal_unsealed_oldest_seconds", "Age of the oldest entry under no seal; 0: all sealed"
)
JOURNAL_VERIFIED = _gauge(
    "journal_verified_timestamp_seconds", "When the journal was verified last; never: when its first entry was written"
)
JOURNAL_VERIFICATION = _gauge("journal_verification_duration_seconds", "How long the last verification took")
JOURNAL_ENTRIES = _gauge("journal_verified_entries", "Entries that the last verification read")
JOURNAL_FAULTS = _gauge("journal_faults", "Faults that the last verification found")

JOURNAL_ANCHORED = _gauge(
    "journal_anchored_timestamp_seconds",
    "When a root of the journal was kept elsewhere last; never: when its first entry was written",
)
JOURNAL_ROOTS = _gauge("journal_roots_compared", "Roots kept elsewhere that the last verification compared")

DOCUMENT_SCANS = _counter(
    "document_scans", "Scans of documents; outcome: clean, infected, unscannable, away", "outcome"
)
DOCUMENTS_UNSCANNED = _gauge("documents_unscanned", "Documents in quarantine until a scan has spoken")
DOCUMENTS_UNSCANNED_OLDEST = _gauge(
    "documents_unscanned_oldest_seconds", "Since when the oldest document waits for its scan; 0: none waits"
)
DOCUMENTS_FREE = _gauge("documents_free_bytes", "Room that is left where documents lie; 0 of 0: in a bucket")
DOCUMENTS_CAPACITY = _gauge("documents_capacity_bytes", "Room where documents lie, used or not; 0: in a bucket")

HTTP_REQUESTS = _histogram(
    "http_request_duration_seconds", "Requests by route template", _SECONDS, "route", "method", "status"
)
READY = _gauge("ready", "1 while the process answers readiness with yes")

UNKNOWN_CALLERS = _counter(
    "unknown_callers",
    "Requests without a valid token and what was wrong; act is that of a command, read, or page",
    "act",
    "reason",
)
RATE_LIMITED = _counter("rate_limited", "Requests refused because a quota was used up; per is by whom", "limit", "per")
CONNECTIONS_REFUSED = _counter(
    "connections_refused", "Connections and requests that the HTTP server refused by its limits", "reason"
)

DATABASE_UP = _gauge("database_up", "1 while the service's database answers")
DATABASE_ROUND_TRIP = _gauge("database_round_trip_seconds", "A connection from the pool, and one trivial query")
DATABASE_CLOCK = _gauge("database_clock_offset_seconds", "The database's clock minus this process's")
DATABASE_CONNECTIONS = _gauge("database_connections", "Connections to the service's database, by all processes")
DATABASE_CONNECTIONS_LIMIT = _gauge("database_connections_limit", "What the server allows over all databases")
DATABASE_SIZE = _gauge("database_size_bytes", "Size on disk of the service's database")
TABLE_SIZE = _gauge("table_size_bytes", "Size on disk of a table of the service, with its indexes", "table")
POOL_CONNECTIONS = _gauge("pool_connections", "This process's pooled connections; state is busy or idle", "state")

KAFKA_UP = _gauge("kafka_up", "1 while a broker answers")
KAFKA_ROUND_TRIP = _gauge("kafka_round_trip_seconds", "A metadata request")
KAFKA_BROKERS = _gauge("kafka_brokers", "Brokers that the cluster names")
KAFKA_LEADERLESS = _gauge("kafka_leaderless_partitions", "Partitions of the product's topics that nobody leads")
KAFKA_MISDIVIDED = _gauge(
    "kafka_misdivided_topics", "1 for a topic of the product with another number of partitions than declared", "topic"
)

CERTIFICATE_EXPIRES = _gauge(
    "certificate_expires_timestamp_seconds",
    "Until when a certificate is valid; side is who shows it, the first to end of several",
    "of",
    "side",
)
CERTIFICATE_ISSUED = _gauge("certificate_issued_timestamp_seconds", "Since when it is valid", "of", "side")
IDENTITY_UP = _gauge("identity_up", "1 when the identity provider answered last time; NaN: not asked yet")
IDENTITY_KEYS = _gauge("identity_keys", "Keys of the identity provider by which tokens are checked; NaN: not asked yet")
for _unknown in (IDENTITY_UP, IDENTITY_KEYS):
    _unknown.set(float("nan"))

MEASURING_FAILED = _counter(
    "measuring_failed", "Times that a part could not be measured; its gauges are then old", "part"
)
BUILD = _gauge("build_info", "1; the version that runs and the migration that it needs", "version", "migration")
PROGRAMME = _gauge("programme_info", "1; the programme's version in force today", "programme", "version")
PROGRAMME_UNREADABLE = _gauge(
    "programme_unreadable", "1 while the last record of the programme's topic that means something is unreadable"
)
PROGRAMME_MISSING = _gauge(
    "programme_not_on_topic", "1 while the programme's topic lacks what was published on it: it was created again"
)


def observe_request(route: str | None, method: str, status: int, seconds: float) -> None:
    """`route` is the template; None for a path that no route matches, which strangers invent without end."""
    HTTP_REQUESTS.labels(route or "unmatched", known_method(method), str(status)).observe(seconds)
