"""Whether the identity provider answers, told before anybody signs in."""

import math

from shared.identity.signing_keys import SigningKeys
from shared.runtime.identity_measures import IdentityMeasures
from shared.telemetry import metrics
from tests.identity.key_server import Clock, KeyServer


def told() -> tuple[float, float]:
    """Whether it answered, how many keys are known."""
    return (
        next(iter(metrics.IDENTITY_UP.collect())).samples[0].value,
        next(iter(metrics.IDENTITY_KEYS.collect())).samples[0].value,
    )


async def measured(measures: IdentityMeasures) -> tuple[float, float]:
    """Once the provider, or its absence, has been met with."""
    await measures.measure()
    assert measures._asking
    await measures._asking
    await measures.measure()
    return told()


async def test_it_is_asked_without_any_request(server: KeyServer) -> None:
    measures = IdentityMeasures(SigningKeys(server.uri, clock=Clock()))

    assert await measured(measures) == (1, 1)


async def test_one_that_is_away_is_told_while_its_keys_serve_on(server: KeyServer) -> None:
    clock = Clock()
    measures = IdentityMeasures(SigningKeys(server.uri, clock=clock))
    await measured(measures)
    server.status = 503

    clock.now += 301
    assert await measured(measures) == (0, 1)

    clock.now += 90_000
    assert await measured(measures) == (0, 0)


async def test_it_is_asked_when_what_is_known_grows_old_and_no_more(server: KeyServer) -> None:
    clock = Clock()
    measures = IdentityMeasures(SigningKeys(server.uri, clock=clock))
    for _ in range(5):
        await measured(measures)
    assert server.asked == 1

    clock.now += 301
    await measured(measures)
    assert server.asked == 2


def test_before_it_was_asked_nothing_is_claimed() -> None:
    fresh = SigningKeys("https://127.0.0.1:1/jwks.json")

    assert (fresh.tried, fresh.known) == (False, 0)
    metrics.IDENTITY_UP.set(math.nan)
    assert math.isnan(told()[0])
