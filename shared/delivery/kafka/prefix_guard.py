"""Keeps a service from going on behind another prefix than that of the topics which its database has read.

Its outbox would go to topics on which nobody waits, and its readers would begin anew with what is not theirs.
"""

from typing import Any

from shared.contracts.kafka_names import KafkaNames, prefix_of

READ = "SELECT DISTINCT topic FROM positions ORDER BY topic"


class OtherPrefix(Exception):
    """The database belongs to topics behind another prefix."""


async def prefix_trouble(conn: Any, names: KafkaNames) -> str:  # noqa: ANN401  # pool or connection of asyncpg
    """What is wrong and what to do, for readiness, log and `config check`; empty: nothing."""
    for row in await conn.fetch(READ):
        before = prefix_of(row["topic"])
        if before not in (None, names.prefix):
            return (
                f"database has read {row['topic']}, which lies behind the prefix {before!r}, and KAFKA_PREFIX is "
                f"{names.prefix!r}: set it back, a database keeps its prefix (docs/operations/prefix.md)"
            )
    return ""


async def refuse_other_prefix(conn: Any, names: KafkaNames) -> None:  # noqa: ANN401
    """OtherPrefix: nothing may be sent from this database."""
    if trouble := await prefix_trouble(conn, names):
        raise OtherPrefix(trouble)
