"""The digest of a body is the same from the state and from what PostgreSQL made of it."""

import json

import asyncpg
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.console.places import all_services
from shared.delivery.journal.state_digest import canonical, state_digest
from tests.chance import EXAMPLES_SHARE_FIXTURES

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('{"b": 1, "a": 2}', b'{"a":2,"b":1}'),
        ("[1.0, 1.50, 1e16, 1e-7, -0.0, -0, 2E+3]", b"[1,1.5,10000000000000000,0.0000001,0,0,2000]"),
        ("[100000000000000000000000000, -9223372036854775809]", b"[100000000000000000000000000,-9223372036854775809]"),
        ('{"\u00e9": "\\u00e9\\/\\u001f\\n"}', '{"\u00e9":"\u00e9/\\u001f\\n"}'.encode()),
        ('{"\uffff": 1, "\U0001f600": 2, "aa": 3, "b": 4}', '{"aa":3,"b":4,"\uffff":1,"\U0001f600":2}'.encode()),
    ],
)
def test_one_content_has_one_form(text: str, same: bytes) -> None:
    assert canonical(text) == same


@given(ANY_JSON)
@settings(max_examples=150, suppress_health_check=EXAMPLES_SHARE_FIXTURES)
async def test_what_postgresql_stores_has_the_digest_of_what_was_written(pool: asyncpg.Pool, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False)

    stored = await pool.fetchval("SELECT $1::jsonb::text", text)

    assert state_digest(stored) == state_digest(text)


def test_states_hold_nothing_whose_writing_is_not_known() -> None:
    """A member of any type might hold a fraction, and nobody would look for it."""
    for service in all_services():
        for aggregate in service.aggregates:
            schema = msgspec.json.encode(msgspec.json.schema(aggregate.state))
            assert b":{}" not in schema, aggregate.name
            assert aggregate.has_fractions is (aggregate.name in {"application", "evaluation"})
