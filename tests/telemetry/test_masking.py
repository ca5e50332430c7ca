import pytest

from shared.telemetry.masking import masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dossier 0198-7 parked", "dossier 0198-7 parked"),
        ("sent to jeanne.martin+x@sante.example.fr twice", "sent to ***@*** twice"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer ***"),
        ("authorization: basic cDpwYXNz", "authorization: basic ***"),
        ("token eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln refused", "token *** refused"),
        ("postgresql://intake:p@ss/w@db.example.org/x", "postgresql://***@db.example.org/x"),
        ("postgresql+asyncpg://:pw@127.0.0.1:5432/x", "postgresql+asyncpg://***@127.0.0.1:5432/x"),
        ("http://collector:4318/v1/traces", "http://collector:4318/v1/traces"),
    ],
)
def test_persons_and_secrets_are_masked_and_nothing_else(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize("unit", ["://:", "a", "a.", "eyJ-", "bearer ", "@", "a@b", "eyJa."])
def test_a_long_hostile_text_is_masked_to_its_end(unit: str) -> None:
    """With a cost that grew as the square of the length this would take hours."""
    hostile = "@ eyJ " + unit * (524_288 // len(unit))

    assert masked(f"{hostile} jeanne@sante.example.fr").endswith("***@***")
