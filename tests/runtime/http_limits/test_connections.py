"""How many connections an address and a process have, and on which addresses a port listens."""

import socket

import pytest

from shared.runtime.http_limits import HttpLimits, among, networks, origin, plain_host
from tests.runtime.http_limits.serving import PLAIN, code_in, connect, refused, serving
from tests.waiting import until


async def test_one_address_has_so_many_connections_and_gets_them_back() -> None:
    counted = refused("too_many_of_one_address")
    async with serving(HttpLimits(connections_per_address=3)) as server:
        three = [await connect(server) for _ in range(3)]
        await three[0].send(PLAIN + b"\r\n")
        await three[0].answer()
        assert code_in(await (await connect(server)).rest()) == (503, "too_many_connections")
        assert refused("too_many_of_one_address") == counted + 1
        three[0].writer.close()
        await three[0].writer.wait_closed()
        await until(lambda: len(server.server_state.connections) == 2)
        again = await connect(server)
        await again.send(PLAIN + b"\r\n")
        assert (await again.answer()).endswith(b"0 bytes;host")


async def test_proxies_may_have_more_but_never_more_than_the_process() -> None:
    limits = HttpLimits(connections_per_address=1, connections=3, proxies=networks("127.0.0.0/8, ::1"))
    async with serving(limits) as server:
        held = [await connect(server) for _ in range(3)]
        await held[2].send(PLAIN + b"\r\n")
        assert (await held[2].answer()).endswith(b"0 bytes;host")
        assert code_in(await (await connect(server)).rest()) == (503, "too_many_connections")


@pytest.mark.parametrize(
    ("host", "families"),
    [("::", {4, 6}), ("", {4, 6}), ("127.0.0.1,::1", {4, 6}), ("127.0.0.1", {4})],
)
async def test_a_port_listens_on_the_families_that_are_named(host: str, families: set[int]) -> None:
    with_ipv6 = socket.has_dualstack_ipv6()
    async with serving(HttpLimits(), host=host) as server:
        heard = set()
        for family, address in ((4, "127.0.0.1"), (6, "::1")):
            try:
                caller = await connect(server, address)
            except OSError:
                continue
            await caller.send(PLAIN + b"Connection: close\r\n\r\n")
            assert (await caller.rest()).endswith(b"0 bytes;host,connection")
            heard.add(family)

    assert heard == (families if with_ipv6 else families - {6})


async def test_a_machine_without_ipv6_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket

    def without(family: int = socket.AF_INET, *rest: int) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(97, "Address family not supported by protocol")
        return real(family, *rest)

    monkeypatch.setattr("shared.runtime.listening.socket.socket", without)
    async with serving(HttpLimits(), host="::") as server:
        monkeypatch.undo()
        caller = await connect(server)
        await caller.send(PLAIN + b"Connection: close\r\n\r\n")
        assert (await caller.rest()).endswith(b"0 bytes;host,connection")


def test_addresses_are_one_callers_by_the_network_it_owns() -> None:
    assert plain_host("::ffff:192.0.2.7") == "192.0.2.7"
    assert origin("192.0.2.7") == "192.0.2.7"
    assert origin("2001:db8:1:2:3:4:5:6") == origin("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert origin("fe80::1%eth0") == "fe80::/64"
    assert among("10.1.2.3", networks("10.0.0.0/8,fd00::/8"))
    assert not among("11.1.2.3", networks("10.0.0.0/8,fd00::/8"))
