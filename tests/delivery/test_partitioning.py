"""Keys lie where every other client of Kafka looks for them."""

from aiokafka.partitioner import murmur2
from hypothesis import given
from hypothesis import strategies as st

from shared.delivery.kafka.partitioning import partition_of


@given(key=st.binary(max_size=80), partitions=st.integers(1, 64))
def test_a_key_lies_where_kafka_s_default_partitioner_puts_it(key: bytes, partitions: int) -> None:
    assert partition_of(key, partitions) == (murmur2(key) & 0x7FFFFFFF) % partitions


def test_the_partition_of_a_dossier_s_id_never_changes() -> None:
    assert partition_of(b"0199f3a1-6f0e-7cc2-8f7a-3f5c1e9b2a40", 12) == 6
