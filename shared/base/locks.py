"""Every advisory lock of PostgreSQL that the services take: two tasks must never share a number by accident."""

from enum import IntEnum, unique


@unique
class AdvisoryLock(IntEnum):
    """The lock's number; of `RELAY_SHARD` and `RELAY_PRESENCE` the first of two, the second names shard or session."""

    MIGRATION = 7300
    """Held by the one process that migrates a database."""
    RELAY_SHARD = 7301
    """A shard of the outbox belongs to the relay that holds its lock."""
    RELAY_PRESENCE = 7302
    """Shared: each relay counts how many relays there are."""
    CHECKPOINTS = 7303
    REBUILD = 7304
    INBOX_CLEANUP = 7305
    DOCUMENT_SCANS = 0x5CA2
    STAGED_CONTENTS = 0x5CA3
    """The removal of uploads that no document names."""
