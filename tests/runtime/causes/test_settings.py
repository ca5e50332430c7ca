"""One cause, one sentence: of settings that cannot be used."""

import pytest

from deploy.console.config.checks.finding import Verdict
from deploy.console.config.checks.settings_check import settings_of
from deploy.console.places import service_named
from deploy.local.ports import free_port
from tests.runtime.causes.outlets import AWAY, SECRET, Outlets


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("KAFKA_SECURITY_PROTOCOL", "SASL_SLL",
         "is not usable (input should be 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT' or 'SASL_SSL'): correct it, see "
         "`referencement settings`"),
        ("LOG_LEVEL", "INFOS",
         "is not usable (input should be 'DEBUG', 'INFO', 'WARNING', 'ERROR' or 'CRITICAL'): correct it, see "
         "`referencement settings`"),
        ("PROCESS_ROLES", "api,worker", "is not usable (it is no JSON): correct it, see `referencement settings`"),
        ("KAFKA_BOOTSTRAP_SERVERS", "broker", "names 'broker': write host:port, with commas between"),
        ("DATABASE_URL", f"postgresql://a:{SECRET}@127.0.0.1/c",
         "cannot be read: write / ? # @ % in user and password as %2F %3F %23 %40 %25, or give both beside it "
         "(PGUSER and PGPASSWORD)"),
        ("DATABASE_URL", "postgresql://a:b@c/d@127.0.0.1/c",
         "cannot be read: write / ? # @ % in user and password as %2F %3F %23 %40 %25, or give both beside it "
         "(PGUSER and PGPASSWORD)"),
    ],
)  # fmt: skip
async def test_of_a_value_that_cannot_be_used(outlets: Outlets, variable: str, value: str, words: str) -> None:
    outlets.environment(**{variable: value})

    started = outlets.start()
    _, found = settings_of(service_named("catalogue"), {})

    assert started == [f"catalogue {variable} {words}"]
    assert [one.line() for one in found if one.verdict is Verdict.WRONG] == [f"wrong     catalogue {variable} {words}"]
    assert "horse" not in "".join(started)


async def test_of_a_value_that_a_job_cannot_use(outlets: Outlets) -> None:
    outlets.environment(KAFKA_SECURITY_PROTOCOL="SASL_SLL", CATALOGUE_OWNER_DATABASE_URL=f"postgresql://a:{SECRET}@h/c")

    (topics,) = await outlets.job("topics")
    (migrated,) = await outlets.job("migrate", "catalogue")

    assert topics == (
        "KAFKA_SECURITY_PROTOCOL is not usable (input should be 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT' or 'SASL_SSL'): "
        "correct it, see `referencement settings`"
    )
    assert migrated == (
        "CATALOGUE_OWNER_DATABASE_URL cannot be read: write / ? # @ % in user and password as %2F %3F %23 %40 %25, or "
        "give both beside it (PGUSER and PGPASSWORD)"
    )


@pytest.mark.parametrize("password", ["p@ss:word", "100%", "é&=+ ,;", "a[b]c\\d|e^f`g{h}", "%zz$'\""])
async def test_no_other_character_of_a_password_needs_any_care(outlets: Outlets, password: str) -> None:
    outlets.environment(DATABASE_URL=f"postgresql://a:{password}@127.0.0.1:{free_port()}/c")

    assert [one for one in await outlets.readiness() if one.startswith("database ")] == [f"database {AWAY}"]
