"""Kafka's compression codecs: a library that cannot decompress a batch cannot go past it either."""

from collections.abc import Callable, Mapping

from aiokafka import codec

NEEDED: Mapping[str, Callable[[], bool]] = {
    "gzip": codec.has_gzip,
    "snappy": codec.has_snappy,
    "lz4": codec.has_lz4,
    "zstd": codec.has_zstd,
}
"""All that a producer or a topic's `compression.type` can name."""


def codec_troubles(needed: Mapping[str, Callable[[], bool]] = NEEDED) -> list[str]:
    """The codecs that this installation cannot read, and what to do; nothing: it reads all of them."""
    missing = missing_codecs(needed)
    if not missing:
        return []
    return [f"Kafka's {', '.join(missing)} cannot be read here: install the locked dependencies (cramjam is missing)"]


def missing_codecs(needed: Mapping[str, Callable[[], bool]] = NEEDED) -> list[str]:
    """The names of the codecs whose library is missing."""
    return [name for name, there in needed.items() if not there()]
