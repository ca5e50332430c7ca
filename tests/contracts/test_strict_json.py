"""No object may name a key twice; what is no JSON is for the parser to refuse."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.strict_json import DuplicateKey, NestedTooDeeply, is_own_writing, refuse_duplicate_keys

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def duplicate(document: bytes) -> str:
    with pytest.raises(DuplicateKey) as caught:
        refuse_duplicate_keys(document)
    return caught.value.key


@pytest.mark.parametrize(
    ("document", "key"),
    [
        (b'{"answers":{"INT-04":10,"INT-04":90}}', "INT-04"),
        (b'{"a":1e5,"b":[{"k":1,"k":1}]}', "k"),
        (b'{"":1,"":2}', ""),
        ('{"\u00e9":1,"\\u00e9":2}'.encode(), "\u00e9"),
        (b'{"a":' + b"9" * 6000 + b',"a":1}', "a"),
    ],
)
def test_the_key_that_stands_twice_is_named(document: bytes, key: str) -> None:
    assert duplicate(document) == key


@given(JSON)
def test_no_document_without_duplicates_is_refused(value: object) -> None:
    refuse_duplicate_keys(json.dumps(value).encode())
    refuse_duplicate_keys(json.dumps(value, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass"))


@given(st.text(), JSON, JSON)
def test_every_pair_of_equal_keys_is_found(key: str, first: object, second: object) -> None:
    pairs = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for value in (first, second))

    assert duplicate(f"[{{{pairs}}}]".encode()) == key


def test_what_is_written_as_we_write_it_is_recognised() -> None:
    assert is_own_writing(b'{"a":[1,2.5,"\xc3\xa9"]}')
    assert not is_own_writing(b'{"a": 1}')
    assert not is_own_writing(b'{"a":1,"a":1}')


@pytest.mark.parametrize("document", [b"", b"{", b"\xff", b"NaN,", b'{"a" 1}'])
def test_what_is_no_json_is_left_to_the_parser(document: bytes) -> None:
    refuse_duplicate_keys(document)


def test_what_is_too_deep_to_look_into_is_refused() -> None:
    with pytest.raises(NestedTooDeeply):
        refuse_duplicate_keys(b'{"a":1,"a":2,"b":' + b"[" * 200_000 + b"]" * 200_000 + b"}")
