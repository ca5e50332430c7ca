"""search columns of all listings as the search folds words now"""

import json

import sqlalchemy as sa
from alembic import op

from shared.texts.folding import folded

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None
AT_A_TIME = 500
NEXT = sa.text("""
SELECT id, body->'grant'->'service' AS service FROM listings
WHERE (CAST(:after AS uuid) IS NULL OR id > CAST(:after AS uuid)) AND jsonb_typeof(body->'grant') = 'object'
ORDER BY id LIMIT :most
""")
SET = sa.text("UPDATE listings SET sorting = :sorting, search = :search WHERE id = :id")


def upgrade() -> None:
    """Only folded columns change, which the version before fills in its own way."""
    if op.get_context().as_sql:
        return
    connection, after = op.get_bind(), None
    while found := connection.execute(NEXT, {"after": after, "most": AT_A_TIME}).all():
        after = str(found[-1].id)
        connection.execute(SET, [columns(str(one.id), one.service) for one in found])


def columns(id_: str, service: dict[str, str] | str) -> dict[str, str]:
    known = json.loads(service) if isinstance(service, str) else service
    texts = (known["name"], known["publisher"], known.get("description") or "")
    return {"id": id_, "sorting": folded(known["name"]), "search": folded(" ".join(texts))}


def downgrade() -> None:
    """Nothing to take back: the version before finds what it can."""
