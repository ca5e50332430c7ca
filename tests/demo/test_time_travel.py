"""Journeys that wait for legal periods wait together, and time jumps when nothing else moves."""

import asyncio
from datetime import date

from deploy.demo.time_travel import VALIDITY, Jump, TimeTravel
from shared.programme.loading import published

TODAY = date(2026, 3, 2)


def travel(told: list[str], at_most: int = 10) -> TimeTravel:
    async def jump(landing: Jump) -> None:
        told.append(f"day {landing.days}: {landing.why}")

    return TimeTravel(published().in_force_on(TODAY), TODAY, jump, at_most)


async def test_periods_end_in_their_order_whoever_asked_first() -> None:
    told: list[str] = []
    time = travel(told)

    async def listed() -> None:
        await time.reminds(VALIDITY)
        await time.passes(VALIDITY)
        told.append("expired")

    async def incomplete() -> None:
        await time.reminds("completion")
        await time.passes("completion")
        told.append("lapsed")

    await time.run([listed, incomplete])

    assert told == [
        "day 24: completion_reminder",
        "day 46: completion_over",
        "lapsed",
        "day 246: validity_reminder",
        "day 366: validity_over",
        "expired",
    ]


async def test_time_stands_still_while_somebody_is_busy() -> None:
    told: list[str] = []
    time = travel(told)

    async def busy() -> None:
        await asyncio.sleep(0.05)
        told.append("done")

    async def waiting() -> None:
        await time.passes("observations")

    await time.run([waiting, busy])

    assert told == ["done", "day 16: observations_over"]


async def test_those_who_wait_leave_their_turn_to_others() -> None:
    told: list[str] = []
    time = travel(told, at_most=1)

    async def waiting() -> None:
        await time.passes("completion")

    await time.run([waiting, waiting, waiting])

    assert told == ["day 46: completion_over"]


async def test_a_period_that_is_over_already_costs_no_jump() -> None:
    told: list[str] = []
    time = travel(told)

    async def patient() -> None:
        await time.passes("completion")
        await time.passes("observations")
        told.append("both over")

    await time.run([patient])

    assert told == ["day 46: completion_over", "both over"]
