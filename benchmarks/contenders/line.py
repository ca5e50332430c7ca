"""Our line as a contender."""

from collections.abc import Mapping, Sequence

from benchmarks.contenders.chain import Chain, hop_module
from benchmarks.contenders.line_hop import SERVICE
from deploy.local.ports import free_port
from shared.persistence.connecting import engine_of
from shared.persistence.revision import head


class Line(Chain):
    """Five real service processes, tracing on, with an act that only passes on."""

    name = "line"

    def command(self, hop: int) -> tuple[Sequence[str], Mapping[str, str]]:
        """Settings as for every service, and the variables of OpenTelemetry."""
        return hop_module("line_hop"), {
            "HOP": str(hop),
            "DATABASE_URL": self.ground.databases[hop],
            "KAFKA_BOOTSTRAP_SERVERS": self.ground.bootstrap_servers,
            "HTTP_PORT": str(free_port()),
            "HTTP_INTERNAL_PORT": str(free_port()),
            "IDENTITY_JWKS": "https://unused.invalid",
            "IDENTITY_ISSUER": "unused",
            "LOG_LEVEL": "WARNING",
            **self.ground.tracing,
        }

    async def make_tables(self, hop: int) -> None:
        """What a migration would leave: the tables, and the revision that readiness asks for."""
        engine = engine_of(self.ground.databases[hop])
        async with engine.begin() as conn:
            await conn.run_sync(SERVICE.metadata.create_all)
            await conn.exec_driver_sql("CREATE TABLE alembic_version (version_num text)")
            await conn.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{head(SERVICE.migrations)}')")
        await engine.dispose()
