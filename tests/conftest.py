"""What every test may ask for: real servers, and databases of a service with its migrations applied."""

import signal
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

from shared.persistence.migrating import migrate
from tests.chance import BY_CHANCE

pytest_plugins = [
    "tests.local.fixtures",
    "tests.http.fixtures",
    "tests.telemetry.recording",
]  # never imported here: pytest loads them itself
NewDatabase = Callable[..., str]
ServiceDatabase = Callable[[str], Awaitable[str]]

HERE = Path(__file__).parent
LONGEST = (
    "faults/test_faults.py",
    "faults/test_faults_apart.py",
    "demo/test_demonstration.py",
    "corpus/test_applications.py",
    "local/test_stack.py",
    "journeys/test_kill.py",
    "journeys/test_upgrade.py",
)
"""Files that take minutes, in the order in which they begin."""

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # what a shell starts in the background ignores it, and all that the tests start would: they interrupt some of it
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("busy_machine", deadline=None, suppress_health_check=BY_CHANCE)
settings.load_profile("busy_machine")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the tests, files that take minutes begin first: none is left for the end."""

    def place(item: pytest.Item) -> int:
        name = item.path.relative_to(HERE).as_posix()
        if name in LONGEST:
            return LONGEST.index(name)
        return len(LONGEST) + (item.get_closest_marker("journey") is None)

    if hasattr(config, "workerinput"):
        items.sort(key=place)


@pytest.fixture(scope="session")
def migrated(session_database: NewDatabase) -> ServiceDatabase:
    """`await migrated("intake")` names a database at the head of that service's migrations: migrated once, to copy."""
    made: dict[str, str] = {}

    async def template(service: str) -> str:
        if service not in made:
            dsn = session_database()
            await migrate(dsn, import_module(f"services.{service}.main").SERVICE.migrations)
            made[service] = urlsplit(dsn).path.removeprefix("/")
        return made[service]

    return template


@pytest.fixture
def service_database(migrated: ServiceDatabase, fresh_database: NewDatabase) -> ServiceDatabase:
    """`await service_database("intake")` makes a database of one's own with that service's tables; gives its URL."""

    async def new(service: str) -> str:
        return fresh_database(template=await migrated(service))

    return new
