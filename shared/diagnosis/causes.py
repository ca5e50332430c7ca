"""Causes of failure as people read them: a server, what is the matter with it, and what to do, in one line.

The one table of these words. A process says them in its log, in /readyz and in the status of its pod; a Job of the
console in its log and its pod's status; `config check` before anything starts.
"""

import asyncio
import errno
import socket
import ssl
from collections.abc import Iterable, Iterator

import asyncpg
from aiokafka import errors as kafka
from aiokafka.cluster import ClusterMetadata

from shared.contracts.topics import Topic

OLDEST_POSTGRESQL = 14
"""`idle_session_timeout`, by which a frozen relay loses its shards, came with it."""
MOST_SKEW_S = 2.0
EXPIRED = 10
"""OpenSSL's number for a certificate whose time is over."""
MIGRATE = "run `referencement migrate"
FULL_DISK = "has a full disk: give it room, nothing else is needed"
REFUSES_USER = "refuses user or password: check KAFKA_USERNAME, KAFKA_PASSWORD and the mechanism"

_BY_NUMBER = {
    errno.ENOSPC: FULL_DISK,
    errno.EDQUOT: FULL_DISK,
    errno.EROFS: "is read-only: mount it so that it can be written",
    errno.EHOSTUNREACH: "cannot be reached: check address, routes and network policies",
    errno.ENETUNREACH: "cannot be reached: check address, routes and network policies",
}
_BY_KIND: tuple[tuple[type[BaseException], str], ...] = (
    (asyncpg.InvalidPasswordError, "refuses the password: put the right one into DATABASE_URL and restart"),
    (asyncpg.InvalidAuthorizationSpecificationError, "refuses the account: check role and pg_hba.conf, restart"),
    (asyncpg.InvalidCatalogNameError, "does not exist: create it, then run `referencement migrate`"),
    (asyncpg.TooManyConnectionsError, "has no connection left: lower DATABASE_CONNECTIONS or raise max_connections"),
    (asyncpg.DiskFullError, FULL_DISK),
    (asyncpg.ReadOnlySQLTransactionError, "is a read-only replica: point DATABASE_URL at the primary"),
    (asyncpg.CannotConnectNowError, "is starting or stopping: wait"),
    (asyncpg.UndefinedTableError, "has no tables: run `referencement migrate`"),
    (asyncpg.UndefinedColumnError, "is at another migration than this version: run `referencement migrate`"),
    (
        asyncpg.ProtocolViolationError,
        "refuses our settings: a PgBouncer between needs pool_mode = session and "
        "ignore_startup_parameters = jit, timezone, idle_in_transaction_session_timeout",
    ),
    (asyncpg.InsufficientPrivilegeError, "denies a right: its owner must be the service's role"),
    (asyncpg.ClientConfigurationError, "has an address that cannot be used ({error}): correct it"),
    (ssl.SSLCertVerificationError, "shows a certificate that is not valid: renew it, or trust its authority"),
    (ssl.SSLError, "speaks no TLS that we accept: check protocol and port"),
    (socket.gaierror, "has a name that nobody knows: check host and DNS"),
    (ConnectionRefusedError, "is not there, nobody listens: start it, or correct the address"),
    (TimeoutError, "does not answer in time: is it overloaded, or is a firewall between?"),
    (PermissionError, "is closed to our account: let it read and write there"),
    (kafka.TopicAuthorizationFailedError, "denies a topic: grant rights to our user"),
    (kafka.GroupAuthorizationFailedError, "denies a consumer group: grant rights to our user"),
    (kafka.ClusterAuthorizationFailedError, "denies what only administrators may: grant rights to our user"),
    (kafka.AuthenticationFailedError, REFUSES_USER),
    (kafka.SaslAuthenticationFailed, REFUSES_USER),
    (kafka.UnsupportedSaslMechanismError, "offers another SASL mechanism: set KAFKA_SASL_MECHANISM"),
    (kafka.NotEnoughReplicasError, "has too few replicas in step: start the other brokers"),
    (kafka.KafkaConnectionError, "cannot be reached or refuses us: check KAFKA_BOOTSTRAP_SERVERS and credentials"),
    (asyncpg.PostgresConnectionError, "broke the connection off: is it restarting?"),
    (ConnectionError, "broke the connection off: check address, port and TLS"),
)


def cause_of(error: BaseException, service: str = "") -> str:
    """What the error of a server means and what to do, to be read after the server's name. `service`: whose it is."""
    for one in _chain(error):
        if isinstance(one, ssl.SSLCertVerificationError) and one.verify_code == EXPIRED:
            return "shows a certificate that has expired: renew it there"
        if isinstance(one, OSError) and one.errno in _BY_NUMBER:
            return _BY_NUMBER[one.errno]
        for kind, told in _BY_KIND:
            if isinstance(one, kind):
                said = told.replace("{error}", " ".join(str(one).split()))
                return said.replace(f"{MIGRATE}`", f"{MIGRATE} {service}`") if service else said
    return f"fails ({type(error).__name__}): see the log"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, the cause first: libraries wrap what they meet."""
    found: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in found:
        found.append(at)
        at = at.__cause__ or at.__context__
    plain = [one for one in reversed(found) if not isinstance(one, asyncio.CancelledError)]
    yield from (one for one in plain if not isinstance(one, TimeoutError))
    yield from plain


def version_cause(major: int) -> str:
    """What a PostgreSQL of that major version means; empty: we can work with it."""
    if major >= OLDEST_POSTGRESQL:
        return ""
    return f"is PostgreSQL {major}: {OLDEST_POSTGRESQL} or newer is needed"


def clock_cause(skew_s: float) -> str:
    """What a clock that is so far ahead of ours means; empty: nothing, both tell the same time."""
    if abs(skew_s) <= MOST_SKEW_S:
        return ""
    return f"has a clock {skew_s:+.0f} s apart from this one: let a time service keep both"


def migration_cause(found: str | None, needed: str, service: str, oldest_able: str | None = None) -> str:
    """What a database at another migration means; empty: this version can work with it.

    Ahead is none: an upgrade is under way, and migrations leave the version before at work; but for those that say
    that they do not.
    """
    if found is None:
        return f"has no tables: run `referencement migrate {service}`"
    if found < needed:
        return f"is at migration {found}, this version needs {needed}: run `referencement migrate {service}`"
    if oldest_able and needed < oldest_able:
        return (
            f"is at migration {found}, too far ahead for this version, which is of {needed}: roll out one of "
            f"{oldest_able} or newer, or restore (docs/operations/upgrade.md)"
        )
    return ""


def ahead_cause(found: str | None, needed: str) -> str:
    """What a database that is ahead of this version means, which works with it; empty: it is not ahead."""
    if found is None or found <= needed:
        return ""
    return f"is at migration {found}, ahead of {needed}: an upgrade is under way, or was taken back; finish it"


def partitions_cause(topic: str, found: int, declared: int) -> str:
    """What a topic with another number of partitions than declared means."""
    return (
        f"topic {topic} has {found} partitions, declared are {declared}: keys would go astray, "
        "see docs/operations/partitions.md"
    )


def topic_causes(cluster: ClusterMetadata, topics: Iterable[Topic]) -> list[str]:
    """Which topics are not as declared."""
    found = []
    for topic in topics:
        partitions = cluster.partitions_for_topic(topic.name)
        if not partitions:
            found.append(f"topic {topic.name} is missing: run `referencement topics`")
        elif len(partitions) != topic.partitions:
            found.append(partitions_cause(topic.name, len(partitions), topic.partitions))
    return found
