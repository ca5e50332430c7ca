"""Workers for foreign bytes: whatever a job does, it ends with an answer or a refusal, and the next one is served."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from services.intake.sandbox.fair_queue import Busy
from services.intake.sandbox.limits import MIB, Limits
from services.intake.sandbox.pool import Broken, Sandbox, TooComplex
from tests.intake.sandbox import jobs
from tests.waiting import WITHIN_S, until

LIMITS = Limits(workers=1, seconds=WITHIN_S, wait_s=10 * WITHIN_S, cpu_s=1, memory=64 * MIB, output=MIB)


@asynccontextmanager
async def sandbox(limits: Limits = LIMITS) -> AsyncIterator[Sandbox]:
    made = Sandbox(limits)
    try:
        yield made
    finally:
        await made.close()


def name(job: Callable[[bytes], bytes]) -> str:
    return f"{job.__module__}:{job.__name__}"


async def test_a_job_is_answered_by_a_process_that_serves_the_next_one_too() -> None:
    async with sandbox() as there:
        first, second = [await there.run(name(jobs.whose), b"") for _ in range(2)]

        assert await there.run(name(jobs.echo), b"\0\xff" * 100_000) == b"\0\xff" * 100_000
        assert first == second == str(there.processes[0]).encode()


@pytest.mark.parametrize("job", [jobs.spin, jobs.hold_the_lock, jobs.eat, jobs.flood, jobs.crash, jobs.write_much])
async def test_a_job_that_comes_to_a_limit_is_refused_and_the_next_one_is_served(
    job: Callable[[bytes], bytes],
) -> None:
    async with sandbox() as there:
        with pytest.raises((TooComplex, Broken)) as refused:
            await there.run(name(job), b"")

        assert await there.run(name(jobs.echo), b"next") == b"next"
    assert refused.type is (Broken if job is jobs.write_much else TooComplex)


async def test_a_job_that_only_waits_is_ended_by_the_clock() -> None:
    async with sandbox(replace(LIMITS, seconds=0.5)) as there:
        with pytest.raises(TooComplex):
            await there.run(name(jobs.sleep), b"")


async def test_others_are_served_while_a_job_holds_its_process() -> None:
    async with sandbox() as there:
        stuck = asyncio.create_task(there.run(name(jobs.spin), b""))
        turns = 0
        while not stuck.done():  # the turns are what is looked at
            await asyncio.sleep(0.001)
            turns += 1

        assert turns > 10
        with pytest.raises(TooComplex):
            await stuck


async def test_a_mistake_of_ours_is_told_as_one_and_keeps_the_worker() -> None:
    async with sandbox() as there:
        with pytest.raises(Broken, match="a mistake"):
            await there.run(name(jobs.fail), b"")
        assert len(there.processes) == 1


async def test_what_a_library_prints_is_no_answer() -> None:
    async with sandbox() as there:
        assert await there.run(name(jobs.print_much), b"answer") == b"answer"


async def test_no_files_beyond_the_limit_no_children_no_core_and_nothing_of_our_environment() -> None:
    async with sandbox() as there:
        with pytest.raises(Broken, match="Too many open files"):
            await there.run(name(jobs.open_many), b"")
        assert await there.run(name(jobs.limits), b"") == b"[0, 64, 0]"
        assert b"DATABASE" not in await there.run(name(jobs.environment), b"")


async def test_when_enough_jobs_wait_the_next_is_refused_at_once() -> None:
    async with sandbox(replace(LIMITS, waiting=1)) as there:
        working = [asyncio.create_task(there.run(name(jobs.spin), b""))]
        await asyncio.sleep(0)
        working.append(asyncio.create_task(there.run(name(jobs.echo), b"waits")))
        await asyncio.sleep(0)

        with pytest.raises(Busy):
            await there.run(name(jobs.echo), b"too much")
        with pytest.raises(TooComplex):
            await working[0]
        assert await working[1] == b"waits"


async def test_whoever_waits_too_long_for_a_worker_is_refused() -> None:
    async with sandbox(replace(LIMITS, wait_s=0.05)) as there:
        working = asyncio.create_task(there.run(name(jobs.spin), b""))
        await asyncio.sleep(0)

        with pytest.raises(Busy):
            await there.run(name(jobs.echo), b"")
        with pytest.raises(TooComplex):
            await working


async def test_no_process_is_started_before_there_is_work_and_none_stays_without() -> None:
    async with sandbox(replace(LIMITS, idle_s=0.05)) as there:
        assert there.processes == []
        await there.run(name(jobs.echo), b"")
        assert len(there.processes) == 1
        await until(lambda: not there.processes)


async def test_a_worker_is_replaced_after_its_share_of_jobs() -> None:
    async with sandbox(replace(LIMITS, jobs=2)) as there:
        seen = [await there.run(name(jobs.whose), b"") for _ in range(4)]

    assert len(set(seen)) == 2


async def test_a_caller_that_goes_away_takes_its_worker_along() -> None:
    async with sandbox() as there:
        gone = asyncio.create_task(there.run(name(jobs.sleep), b""))
        await asyncio.sleep(0.2)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone

        assert await there.run(name(jobs.echo), b"next") == b"next"


async def test_one_caller_has_one_worker_and_others_are_served_meanwhile() -> None:
    async with sandbox(replace(LIMITS, workers=2)) as there:
        hostile = [asyncio.create_task(there.run(name(jobs.sleep), b"", "hostile")) for _ in range(3)]
        await asyncio.sleep(0)

        assert await there.run(name(jobs.echo), b"mine", "another") == b"mine"
        assert [one.done() for one in hostile] == [False] * 3
        for one in hostile:
            one.cancel()
        assert all(
            isinstance(one, asyncio.CancelledError) for one in await asyncio.gather(*hostile, return_exceptions=True)
        )
        assert await there.run(name(jobs.echo), b"after all", "hostile") == b"after all"


async def test_the_jobs_of_one_caller_are_done_one_after_the_other_though_a_worker_is_free() -> None:
    async with sandbox(replace(LIMITS, workers=2)) as there:
        first, second = await asyncio.gather(*(there.run(name(jobs.whose), b"", "one") for _ in range(2)))

        assert first == second
        assert len(there.processes) == 1


async def test_a_caller_that_sends_much_is_refused_before_others_find_no_place() -> None:
    async with sandbox(replace(LIMITS, workers=2, waiting=4, jobs_of_caller=2)) as there:
        hostile = [asyncio.create_task(there.run(name(jobs.sleep), b"", "hostile")) for _ in range(2)]
        await asyncio.sleep(0)

        with pytest.raises(Busy):
            await there.run(name(jobs.echo), b"", "hostile")
        assert await there.run(name(jobs.echo), b"mine", "another") == b"mine"
        for one in hostile:
            one.cancel()
        await asyncio.gather(*hostile, return_exceptions=True)


async def test_the_next_job_of_a_caller_is_done_after_one_that_came_to_a_limit() -> None:
    async with sandbox(replace(LIMITS, workers=2)) as there:
        stuck = asyncio.create_task(there.run(name(jobs.crash), b"", "one"))
        await asyncio.sleep(0)

        assert await there.run(name(jobs.echo), b"next", "one") == b"next"
        with pytest.raises(TooComplex):
            await stuck
