import asyncio

import pytest

from shared.identity.refusal import IdentityUnavailable, TokenRefused
from shared.identity.signing_keys import SigningKeys
from tests.identity.key_server import Clock, KeyServer
from tests.waiting import WITHIN_S


async def test_without_any_key_nobody_is_refused_but_all_must_wait(server: KeyServer, kid: str) -> None:
    clock = Clock()
    keys = SigningKeys(server.uri, clock=clock)
    server.status = 500

    for _ in range(5):
        with pytest.raises(IdentityUnavailable):
            await keys.key(kid)
    assert server.asked == 1

    server.status = 200
    clock.now += 3
    assert (await keys.key(kid)).key_id == kid


async def test_known_keys_outlive_an_absent_provider_by_a_day(server: KeyServer, kid: str) -> None:
    clock = Clock()
    keys = SigningKeys(server.uri, clock=clock)
    await keys.key(kid)
    server.status = 503

    clock.now += 86_000
    assert (await keys.key(kid)).key_id == kid

    clock.now += 500
    with pytest.raises(IdentityUnavailable):
        await keys.key(kid)


async def test_a_provider_that_hangs_holds_up_neither_the_loop_nor_known_keys(server: KeyServer, kid: str) -> None:
    clock = Clock()
    keys = SigningKeys(server.uri, clock=clock, timeout=WITHIN_S)
    await keys.key(kid)
    server.reached.clear()
    server.released.clear()
    clock.now += 301

    refreshing = asyncio.create_task(keys.key(kid))
    await asyncio.to_thread(server.reached.wait, WITHIN_S)
    assert (await keys.key(kid)).key_id == kid
    assert not refreshing.done()

    server.released.set()
    assert (await refreshing).key_id == kid


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"keys": 7}', b'{"keys": [7, {"kid": 7}]}'])
async def test_an_answer_that_is_no_key_set_gives_no_key(server: KeyServer, body: bytes) -> None:
    server.body = body

    with pytest.raises((IdentityUnavailable, TokenRefused)):
        await SigningKeys(server.uri).key("any")


async def test_a_redirection_is_not_followed(server: KeyServer, kid: str) -> None:
    server.status = 302

    with pytest.raises(IdentityUnavailable):
        await SigningKeys(server.uri).key(kid)

    assert server.asked == 1
