"""Real services on the ground, with the system's clock: as deployed, but for a local issuer of tokens."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from secrets import token_hex

from aiokafka.admin import AIOKafkaAdminClient

from benchmarks.ground import ROOT, UNHINDERED, Ground
from benchmarks.storage import empty_database
from benchmarks.topics import remove
from deploy.brokers.topics import create_topics
from deploy.local.keys import RING, key_file, make_keys
from deploy.local.leftovers import recorded_pids
from deploy.local.line import apart
from deploy.local.ports import free_port
from deploy.local.services import RUN, Services
from deploy.local.stack import SERVICES
from shared.contracts.topics import TOPICS
from shared.identity.local_issuer import LocalIssuer
from shared.persistence.migrating import migrate

PLACE = ROOT / "real"


@contextmanager
def real(ground: Ground, names: Sequence[str] = SERVICES, *, signed: bool = False) -> Iterator[Services]:
    """The named services, ready, on empty databases and topics; blocking.

    `signed`: they sign what they send and take nothing else, so that nobody can lay records for them.
    """
    apart(lambda: _prepare(ground, names))
    issuer = LocalIssuer(PLACE / "issuer")
    common = {
        "DEMONSTRATION": "true",
        **UNHINDERED,
        "IDENTITY_JWKS": issuer.jwks_uri,
        "IDENTITY_ISSUER": issuer.issuer,
        "TRACKING_SECRET": token_hex(16),
        "CATALOGUE_URL": "http://localhost",
        "LOG_LEVEL": "WARNING",
        **ground.tracing,
    }
    settings = {
        name: {
            **common,
            **ground.stack.environment(name),
            **(_signing(name) if signed else {}),
            "HTTP_PORT": str(free_port()),
        }
        for name in names
    }
    with Services(PLACE, settings) as services:
        yield services


def _signing(name: str) -> dict[str, str]:
    make_keys(PLACE, SERVICES)
    return {"SIGNING_KEY_FILE": str(key_file(PLACE, name)), "SIGNING_KEYS_FILE": str(PLACE / RING)}


def pids() -> dict[str, int]:
    """Of the services that run, by name."""
    return recorded_pids(PLACE.absolute() / RUN)


async def _prepare(ground: Ground, names: Sequence[str]) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=ground.bootstrap_servers)
    await admin.start()
    try:
        await remove(admin, (one.name for one in TOPICS))
    finally:
        await admin.close()
    _, wrong = await create_topics(ground.bootstrap_servers)
    assert not wrong, wrong
    for name in names:
        owner, migrations = ground.stack.owner_url(name), import_module(f"services.{name}.main").SERVICE.migrations
        await empty_database(owner)
        await migrate(owner, migrations, ground.stack.accounts(name))
