"""Every codec of Kafka can be read by this installation; one that could not is named before anything starts."""

import pytest

from shared.runtime.codecs import codec_troubles, missing_codecs


def test_this_installation_reads_every_codec() -> None:
    assert missing_codecs() == []
    assert codec_troubles() == []


@pytest.mark.parametrize("name", ["snappy", "lz4", "zstd"])
def test_a_codec_without_its_library_is_named(name: str) -> None:
    assert codec_troubles({"gzip": lambda: True, name: lambda: False}) == [
        f"Kafka's {name} cannot be read here: install the locked dependencies (cramjam is missing)"
    ]
