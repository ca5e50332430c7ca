"""When a process asks for traffic: by what its callers need. What it does without otherwise is named."""

import logging
import re
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiokafka import TopicPartition

from shared.contracts.topics import TOPICS
from shared.delivery.kafka.sender import Sender
from shared.runtime.standing import Standing
from tests.builders import DESK, PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import PRIOR_REQUEST
from tests.waiting import WITHIN_S

FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION no_room();
"""
AWAY = "broker is not there, nobody listens: start it, or correct the address"


class Surroundings:
    """Everything but the database of the desk, as the test wants it."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk = desk
        self.broker = True
        self.partitions = {topic.name: topic.partitions for topic in TOPICS}
        self.patch = monkeypatch
        monkeypatch.setattr(Sender, "cluster", self._cluster)
        monkeypatch.setattr("shared.runtime.health.DATABASE_AT_MOST_S", WITHIN_S)
        monkeypatch.setattr(desk.parts.consumer, "partitions", set())
        self.health(_told=None, _logged=None, _said={})

    def health(self, **values: object) -> None:
        for name, value in values.items():
            self.patch.setattr(self.desk.parts.health, name, value)

    async def _cluster(self, *_: object) -> "Surroundings":
        if not self.broker:
            raise ConnectionRefusedError
        return self

    def partitions_for_topic(self, topic: str) -> set[int] | None:
        """As aiokafka's description of a cluster gives them."""
        return set(range(self.partitions[topic])) if topic in self.partitions else None

    async def readiness(self) -> tuple[int, Any]:
        answer = await self.desk.inside("/readyz")
        return answer.status_code, answer.json()["lacking"]

    async def database_at(self, revision: str, oldest_able: str | None = None) -> None:
        await self.desk.pool.execute(
            "UPDATE alembic_version SET version_num = $1, oldest_able = $2", revision, oldest_able
        )


@pytest.fixture
async def around(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Surroundings]:
    surroundings = Surroundings(desk, monkeypatch)
    yield surroundings
    await surroundings.database_at(desk.parts.health.revision)


async def test_with_database_broker_and_partitions_it_is_ready(around: Surroundings) -> None:
    assert await around.readiness() == (200, [])


async def test_a_process_that_starts_while_the_brokers_are_away_serves_and_says_what_it_does_without(
    around: Surroundings,
) -> None:
    around.broker = False

    answer = await around.desk.inside("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "lacking": [], "without": [AWAY]}


async def test_a_partition_that_stands_still_is_named_and_bars_nobody(around: Surroundings) -> None:
    now = [1000.0]
    standing = Standing(clock=lambda: now[0])
    around.patch.setattr(around.desk.parts.health, "standing", standing)
    place = TopicPartition("referencement.evaluation.v1", 3)
    standing.look({place: 20}, {place: 17})
    now[0] += 61

    answer = await around.desk.inside("/readyz")

    told = "partition referencement.evaluation.v1/3 stands at offset 17 although records wait"
    assert answer.json() == {"ready": True, "lacking": [], "without": [told]}


async def test_one_that_was_complete_goes_on_serving_while_the_brokers_are_away(around: Surroundings) -> None:
    await around.readiness()
    around.broker = False

    assert await around.readiness() == (200, [])


async def test_one_that_was_complete_goes_on_serving_through_a_rebalance(around: Surroundings) -> None:
    await around.readiness()
    around.patch.setattr(around.desk.parts.consumer, "partitions", None)

    assert await around.readiness() == (200, [])


async def test_a_process_without_http_role_says_that_the_broker_is_away(around: Surroundings) -> None:
    await around.readiness()
    around.health(serves=False)
    around.broker = False

    assert await around.readiness() == (503, [AWAY])


async def test_whoever_drains_is_not_ready(around: Surroundings) -> None:
    await around.readiness()
    around.health(draining=True)

    assert await around.readiness() == (503, ["draining"])


async def test_a_database_behind_holds_it_up_and_says_what_to_do(around: Surroundings) -> None:
    await around.database_at("0000")
    needed = around.desk.parts.health.revision

    lacking = [f"database is at migration 0000, this version needs {needed}: run `referencement migrate intake`"]
    assert await around.readiness() == (503, lacking)


async def test_a_database_ahead_does_not_an_upgrade_is_under_way(around: Surroundings) -> None:
    await around.database_at("9999")
    ours = around.desk.parts.health.revision

    answer = await around.desk.inside("/readyz")

    ahead = f"database is at migration 9999, ahead of {ours}: an upgrade is under way, or was taken back; finish it"
    assert answer.json() == {"ready": True, "lacking": [], "without": [ahead]}


async def test_a_database_too_far_ahead_holds_it_up_and_says_what_to_do(around: Surroundings) -> None:
    await around.database_at("9999", oldest_able="9998")
    ours = around.desk.parts.health.revision

    lacking = [
        f"database is at migration 9999, too far ahead for this version, which is of {ours}: roll out one of 9998 or "
        "newer, or restore (docs/operations/upgrade.md)"
    ]
    assert await around.readiness() == (503, lacking)


async def test_a_database_ahead_that_names_versions_up_to_ours_does_not(around: Surroundings) -> None:
    await around.database_at("9999", oldest_able=around.desk.parts.health.revision)

    assert await around.readiness() == (200, [])


async def test_a_topic_that_is_missing_or_of_another_size_is_named_with_what_to_do(around: Surroundings) -> None:
    del around.partitions["referencement.evaluation.v1"]
    around.partitions["referencement.intake.v1"] = 12

    assert (await around.desk.inside("/readyz")).json() == {
        "ready": True,
        "lacking": [],
        "without": [
            "topic referencement.intake.v1 has 12 partitions, declared are 6: keys would go astray, "
            "see docs/operations/partitions.md",
            "topic referencement.evaluation.v1 is missing: run `referencement topics`",
        ],
    }


async def test_a_topic_of_others_is_none_of_its_business(around: Surroundings) -> None:
    del around.partitions["referencement.surveillance.parked.v1"]

    assert await around.readiness() == (200, [])


async def test_a_server_that_is_too_old_holds_it_up(around: Surroundings) -> None:
    around.patch.setattr("shared.diagnosis.causes.OLDEST_POSTGRESQL", 99)

    code, (told,) = await around.readiness()

    assert (code, re.sub(r"\d\d:", "18:", told)) == (503, "database is PostgreSQL 18: 99 or newer is needed")


async def test_clocks_that_differ_are_told_once_and_bar_nobody(
    around: Surroundings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "shared.runtime.health")
    ahead = iter(range(60, 10_000, 60))
    around.patch.setattr("shared.runtime.health.time.time", lambda at=time.time: at() + next(ahead))
    told = "database has a clock apart from this one: let a time service keep both"

    for serves in (True, False):
        around.health(serves=serves)
        answer = (await around.desk.inside("/readyz")).json()
        assert answer["ready"]
        assert [re.sub(r" -\d+ s", "", one) for one in answer["without"]] == [told]

    said = [record.lacking for record in caplog.records if record.message == "ready"]  # type: ignore[attr-defined]  # an extra
    assert len(said) == 1


async def test_what_it_does_without_is_logged_once_a_minute_however_often_it_changes(
    around: Surroundings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "shared.runtime.health")
    for _ in range(3):
        for partitions in (7, 6):
            around.partitions["referencement.intake.v1"] = partitions
            await around.readiness()

    said = [record.lacking for record in caplog.records if record.message == "ready"]  # type: ignore[attr-defined]  # an extra
    assert [len(one) for one in said] == [1, 0]


async def test_a_full_disk_lets_people_read_and_says_what_to_do(
    around: Surroundings, caplog: pytest.LogCaptureFixture
) -> None:
    desk = around.desk
    caplog.set_level(logging.INFO, "shared.runtime.health")
    await around.readiness()
    await desk.pool.execute(FULL)
    refused = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, idempotency_key="while-full")
    answer, read = await around.readiness(), await desk.get(DESK, "/dossiers")
    await desk.pool.execute("DROP TRIGGER no_room ON journal; DROP FUNCTION no_room()")
    again = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, idempotency_key="while-full")

    lacking = [record.lacking for record in caplog.records if record.message == "ready"]  # type: ignore[attr-defined]  # an extra
    assert problem(refused) == (503, "unavailable")
    assert (answer, read.status_code, again.status_code) == ((200, []), 200, 201)
    assert lacking[-1] == ["database has a full disk: give it room, nothing else is needed"]
