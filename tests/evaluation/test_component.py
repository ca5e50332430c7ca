"""Evaluation on a real database: the event arrives twice, at two replicas, or with a programme nobody knows."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.evaluation.connection_tests.domain.state import connection_tests_of
from services.evaluation.connection_tests.rows import CONNECTION_TESTS
from services.evaluation.evaluation.rows import EVALUATION
from shared.contracts.intake.application import ApplicationDeclaredAdmissible
from shared.delivery.shell.messages import Parked, Performed, Skipped
from shared.delivery.shell.transaction import Shell
from tests.conftest import ServiceDatabase
from tests.evaluation.builders import DOSSIER, OTHER_DOSSIER, admissible, of_dossier
from tests.evaluation.hosting import a_shell, arrive, found, record


@pytest.fixture
async def shell(service_database: ServiceDatabase) -> AsyncIterator[Shell]:
    async with a_shell(await service_database("evaluation")) as made:
        yield made


async def test_an_application_that_arrives_twice_is_evaluated_once(shell: Shell) -> None:
    one = record(admissible("V02"), "event")

    first = await arrive(shell, one)
    again = await arrive(shell, one)

    assert [type(outcome) for outcome in first] == [Performed, Performed]
    assert again == [Skipped(), Skipped()]
    assert await found(shell, "SELECT id::text, state, version, organisation FROM evaluations") == [
        (DOSSIER, "waiting", 1, "org-1")
    ]
    assert await found(shell, "SELECT dossier::text, state, version FROM connection_tests") == [
        (DOSSIER, "required", 1)
    ]
    assert await found(shell, "SELECT count(*) FROM outbox") == [(1,)]


async def test_a_repetition_within_one_batch_counts_once_too(shell: Shell) -> None:
    one = record(admissible(), "event")

    outcomes = await arrive(shell, one, one)

    assert [type(outcome) for outcome in outcomes] == [Performed, Skipped]
    assert await found(shell, "SELECT count(*) FROM evaluations") == [(1,)]


async def test_a_service_without_exchange_leaves_no_tests_behind(shell: Shell) -> None:
    await arrive(shell, record(admissible("V01"), "event"))

    assert await found(shell, "SELECT count(*) FROM connection_tests") == [(0,)]


async def test_the_clocks_of_both_are_set(shell: Shell) -> None:
    await arrive(shell, record(admissible("V02"), "event"))

    assert await found(shell, "SELECT aggregate::text, kind, facts->>'due_on' FROM deadlines ORDER BY kind") == [
        (connection_tests_of(DOSSIER), "escalate_connection_tests", "2024-09-30"),
        (DOSSIER, "escalate_evaluation", "2024-08-30"),
        (connection_tests_of(DOSSIER), "remind_connection_tests", "2024-08-31"),
    ]


@pytest.mark.parametrize(
    ("event", "reason"),
    [(admissible("V02", programme="9.9.9"), "unknown_programme"), (admissible("V14"), "not_assessable")],
)
async def test_what_cannot_be_judged_is_parked_with_its_reason_and_what_follows_waits(
    shell: Shell, event: ApplicationDeclaredAdmissible, reason: str
) -> None:
    outcomes = await arrive(shell, record(event, "event"))

    assert outcomes == [Parked(reason), Parked("held")]
    assert await found(shell, "SELECT count(*) FROM evaluations") == [(0,)]
    assert await found(shell, "SELECT count(*) FROM connection_tests") == [(0,)]


async def test_another_dossier_flows_past_a_parked_one(shell: Shell) -> None:
    other = of_dossier(OTHER_DOSSIER, admissible())

    await arrive(shell, record(admissible(programme="9.9.9"), "event"))
    outcomes = await arrive(shell, record(other, "other event", 1))

    assert [type(outcome) for outcome in outcomes] == [Performed]


async def test_the_state_comes_back_from_the_database_as_it_was(shell: Shell) -> None:
    await arrive(shell, record(admissible("V02"), "event"))

    (evaluation,) = await found(shell, "SELECT body::text FROM evaluations")
    (tests,) = await found(shell, "SELECT body::text FROM connection_tests")

    assert EVALUATION.decode(evaluation[0]).content == admissible("V02").content
    assert CONNECTION_TESTS.decode(tests[0]).due_on.isoformat() == "2024-09-30"


async def test_two_replicas_that_get_the_same_event_make_one_evaluation(service_database: ServiceDatabase) -> None:
    dsn, event = await service_database("evaluation"), record(admissible(), "event")

    async with a_shell(dsn) as one, a_shell(dsn) as other:
        outcomes = [
            outcome for batch in await asyncio.gather(arrive(one, event), arrive(other, event)) for outcome in batch
        ]

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Performed", "Skipped"]
        assert await found(one, "SELECT count(*) FROM journal") == [(1,)]
