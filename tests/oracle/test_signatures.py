"""The oracle believes no record that its owner did not sign: it counts as unreadable, and is named."""

import pytest

from deploy.oracle.collection import read_record
from shared.contracts.envelope import Unreadable
from shared.delivery.shell.messages import Record
from shared.signing.verifier import Verifier
from tests.delivery.desk import raw
from tests.signing.test_signatures import DECISION, GRANTED, RING, SURVEILLANCE, signed


def believed(one: Record, verifier: Verifier | None) -> str:
    """The event that the oracle takes it for, or why it takes it for none."""
    try:
        return read_record(raw(one), verifier).name
    except Unreadable as error:
        return error.reason


@pytest.mark.parametrize(
    ("one", "name"),
    [
        (signed(DECISION, GRANTED)[0], "ListingGranted"),
        (signed(SURVEILLANCE, GRANTED)[0], "signature_wrong_service"),
        (GRANTED, "unsigned"),
    ],
    ids=["by the owner", "by another", "by nobody"],
)
def test_only_what_the_owner_signed_is_believed(one: Record, name: str) -> None:
    assert believed(one, Verifier(RING)) == name


def test_without_a_ring_signatures_are_not_looked_at() -> None:
    assert believed(GRANTED, None) == "ListingGranted"
