"""Our line as a contender, signing and checking as in production; and without, to see what that costs."""

from collections.abc import Mapping, Sequence

from benchmarks.contenders.chain import Chain, hop_module
from benchmarks.contenders.line_hop import SERVICE
from benchmarks.ground import ROOT, UNHINDERED, Ground
from benchmarks.load import HOPS
from deploy.local.keys import RING, key_file, make_keys
from deploy.local.ports import free_port
from shared.persistence.connecting import engine_of
from shared.persistence.revision import head
from shared.signing.key_ring import load_private_key
from shared.signing.signer import Signer

KEYS = ROOT / "keys"
SIGNERS = ("load", *(f"hop{hop}" for hop in range(HOPS)))


class Line(Chain):
    """Five real service processes, tracing on, with an act that only passes on."""

    name = "line"
    signs = True

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        make_keys(KEYS, SIGNERS)
        if self.signs:
            self.ends.signer = Signer(load_private_key(key_file(KEYS, "load").read_text()))

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
            "ACCEPT_INSECURE": f"KAFKA_SECURITY_PROTOCOL{'' if self.signs else ',SIGNING_KEYS_FILE'}",
            "LOG_LEVEL": "WARNING",
            **UNHINDERED,
            **self.ground.tracing,
            **(self._signing(hop) if self.signs else {}),
        }

    @staticmethod
    def _signing(hop: int) -> dict[str, str]:
        return {"SIGNING_KEY_FILE": str(key_file(KEYS, f"hop{hop}")), "SIGNING_KEYS_FILE": str(KEYS / RING)}

    async def make_tables(self, hop: int) -> None:
        """What a migration would leave: the tables, and the revision that readiness asks for."""
        engine = engine_of(self.ground.databases[hop])
        async with engine.begin() as conn:
            await conn.run_sync(SERVICE.metadata.create_all)
            await conn.exec_driver_sql("CREATE TABLE alembic_version (version_num text)")
            await conn.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{head(SERVICE.migrations)}')")
        await engine.dispose()


class Unsigned(Line):
    """The same without signatures."""

    name = "unsigned"
    signs = False
