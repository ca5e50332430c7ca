"""A quota is counted per limit and caller, kept in bounded memory, and read from a setting."""

import asyncio
from typing import Any

import pytest
from pydantic import ValidationError

from shared.http import rates as rates_module
from shared.http.rates import Limit, Per, Rates, TooManyRequests
from shared.runtime.rate_settings import LIMITED, RateSettings
from tests.http.rates.hosting import Clock


def test_a_quota_is_used_up_told_when_to_come_back_and_filled_with_time(clock: Clock) -> None:
    rates = Rates({(Limit.COMPLAINTS, Per.CALLER): "20/hour burst 2"})
    rates.count(Limit.COMPLAINTS, Per.CALLER, "hol-1")
    rates.count(Limit.COMPLAINTS, Per.CALLER, "hol-1")

    with pytest.raises(TooManyRequests) as refused:
        rates.count(Limit.COMPLAINTS, Per.CALLER, "hol-1")
    rates.count(Limit.COMPLAINTS, Per.CALLER, "hol-2")
    clock.passes(181)
    rates.count(Limit.COMPLAINTS, Per.CALLER, "hol-1")

    assert refused.value.facts == {"limit": "complaints", "per": "caller", "retry_after": 180}


def test_each_of_several_quotas_holds(clock: Clock) -> None:
    rates = Rates({(Limit.UPLOADS, Per.CALLER): "2/minute, 3/day"})
    for _ in range(3):
        rates.count(Limit.UPLOADS, Per.CALLER, "pub-1")
        clock.passes(60)

    with pytest.raises(TooManyRequests) as refused:
        rates.count(Limit.UPLOADS, Per.CALLER, "pub-1")

    assert refused.value.facts["retry_after"] == 24 * 3600 // 3 - 180


async def test_refusals_are_held_back_while_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    released = asyncio.Event()

    async def slept(seconds: float) -> None:
        assert seconds == 1.5
        await released.wait()

    monkeypatch.setattr(rates_module, "MOST_HELD", 2)
    monkeypatch.setattr(asyncio, "sleep", slept)
    rates = Rates({}, hold_s=1.5)
    held = [asyncio.create_task(rates.hold()) for _ in range(2)]
    await asyncio.wait(held, timeout=0)
    await rates.hold()  # the third is told at once

    assert not any(one.done() for one in held)
    released.set()
    await asyncio.gather(*held)


def test_looking_counts_nothing(clock: Clock) -> None:
    rates = Rates({(Limit.WRONG_KEYS, Per.ADDRESS): "1/minute"})
    for _ in range(5):
        rates.look(Limit.WRONG_KEYS, Per.ADDRESS, "192.0.2.1")
    rates.count(Limit.WRONG_KEYS, Per.ADDRESS, "192.0.2.1")

    with pytest.raises(TooManyRequests):
        rates.look(Limit.WRONG_KEYS, Per.ADDRESS, "192.0.2.1")


def test_no_number_of_callers_takes_more_memory_than_the_cap(clock: Clock) -> None:
    rates = Rates({(Limit.REQUESTS, Per.CALLER): "1/day"}, most_keys=100)
    for number in range(1_000):
        rates.count(Limit.REQUESTS, Per.CALLER, f"{'x' * 10_000}{number}")

    [limiter] = rates._limiters[Limit.REQUESTS, Per.CALLER]
    backend: Any = limiter._store._backend  # nothing public tells how much is kept
    kept = [*backend.get_client(), *backend.expire_info]
    assert len(kept) == 200 and max(map(len, kept)) < 200


@pytest.mark.parametrize("value", ["often", "20", "0/minute", "20/fortnight", "20/minute burst 0", "20/minute, x"])
def test_a_quota_that_cannot_be_read_stops_the_start(value: str) -> None:
    with pytest.raises(ValidationError, match="rate_uploads_per_caller"):
        RateSettings(rate_uploads_per_caller=value)


def test_every_quota_has_a_setting_and_may_be_none_or_large() -> None:
    names = {f"rate_{limit}_per_{per}" for limit, per in LIMITED}
    assert names | {"rate_keys", "rate_hold_seconds"} == set(RateSettings.model_fields)

    off = RateSettings.model_validate(dict.fromkeys(names, "")).rates()
    large = RateSettings.model_validate(dict.fromkeys(names, "1000000/second")).rates()
    for rates in (off, large):
        for limit, per in LIMITED:
            for _ in range(1_000):
                rates.count(limit, per, "somebody")
