"""Steps that the migrations of all five services share: the plumbing tables are the same everywhere."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import BYTEA, UUID


def add_seals() -> None:
    """The journal is sealed: seals, chained, each over a range of journal rows."""
    op.create_table(
        "seals",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("root", BYTEA(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous", BYTEA(), nullable=False),
        sa.Column("hash", BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )


def remove_seals() -> None:
    """As before."""
    op.drop_table("seals")


def answer_from_the_journal() -> None:
    """The answer to a command is read from its journal entry; the inbox may forget what is older than a mark."""
    op.drop_table("answers")
    op.create_table(
        "forgotten", sa.Column("upto", UUID(as_uuid=False), nullable=False), sa.PrimaryKeyConstraint("upto")
    )
    op.add_column("journal", sa.Column("frozen", sa.Text()))
    op.create_index(
        "journal_command",
        "journal",
        ["message"],
        unique=True,
        postgresql_where=sa.text("door = 'http' AND outcome = 'performed'"),
    )


def answer_from_a_table() -> None:
    """As before; answers given meanwhile are not in it."""
    op.drop_index("journal_command", "journal")
    op.drop_column("journal", "frozen")
    op.drop_table("forgotten")
    op.create_table(
        "answers",
        sa.Column("message", UUID(as_uuid=False), nullable=False),
        sa.Column("digest", BYTEA(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("message"),
    )


def add_seen_and_verifications() -> None:
    """Whether an operator has seen a parked record; what each verification of the journal found."""
    op.add_column("parked", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("parked", sa.Column("seen_by", sa.Text(), nullable=True))
    op.create_table(
        "verifications",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def remove_seen_and_verifications() -> None:
    """As before."""
    op.drop_table("verifications")
    op.drop_column("parked", "seen_by")
    op.drop_column("parked", "seen_at")


def add_programmes() -> None:
    """The programme as it was last published, so that a process knows it before it has reached a broker."""
    op.create_table(
        "programmes",
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("learnt_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("programme"),
    )


def remove_programmes() -> None:
    """As before."""
    op.drop_table("programmes")


def add_state_digests() -> None:
    """Each journal entry names the state that it found and left, and the deadlines that it set and cancelled."""
    op.add_column("journal", sa.Column("state_found", BYTEA()))
    op.add_column("journal", sa.Column("state_left", BYTEA()))
    op.add_column("journal", sa.Column("deadlines", sa.Text()))


def remove_state_digests() -> None:
    """As before; entries written meanwhile no longer verify."""
    for name in ("deadlines", "state_left", "state_found"):
        op.drop_column("journal", name)


def add_positions() -> None:
    """How far the database has come on each partition."""
    op.create_table(
        "positions",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("topic", "partition"),
    )


def remove_positions() -> None:
    """As before."""
    op.drop_table("positions")


def add_anchors() -> None:
    """Which roots were kept elsewhere, and how many of those a verification compared."""
    op.add_column("verifications", sa.Column("roots", sa.Integer()))
    op.create_table(
        "anchors",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("anchored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("anchored_by", sa.Text(), nullable=False),
        sa.Column("keeper", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def remove_anchors() -> None:
    """As before."""
    op.drop_table("anchors")
    op.drop_column("verifications", "roots")


def index_parked_keys_by_digest() -> None:
    """A key may be as long as a record, an index row only 2,704 bytes: a longer key could not be parked."""
    waiting = sa.text("status = 'parked'")
    op.create_index("parked_key_digest", "parked", [sa.text("sha256(key)")], postgresql_where=waiting)
    op.drop_index("parked_key", "parked")


def index_parked_keys() -> None:
    """As before; fails while a key stands there that is too long for it."""
    op.create_index("parked_key", "parked", ["key"], postgresql_where=sa.text("status = 'parked'"))
    op.drop_index("parked_key_digest", "parked")
