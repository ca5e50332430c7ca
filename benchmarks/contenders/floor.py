"""The floor as a contender."""

from collections.abc import Mapping, Sequence

from benchmarks.contenders.chain import Chain, hop_module


class Floor(Chain):
    """Five of the smallest programs that are still correct."""

    name = "floor"

    def command(self, hop: int) -> tuple[Sequence[str], Mapping[str, str]]:
        """See floor_hop."""
        return [*hop_module("floor_hop"), str(hop), self.ground.databases[hop], self.ground.bootstrap_servers], {}

    async def make_tables(self, hop: int) -> None:
        """The program makes its own."""
