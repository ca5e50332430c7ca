"""How large, how slow and how many requests may be, and which of our own proxies they come through."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpLimits:
    """Limits of one port. Connections: 0 is no limit."""

    header_bytes: int = 32_768
    headers: int = 100
    header_seconds: float = 10
    body_seconds: float = 20
    """How long a body may bring less than the rate."""
    body_rate: int = 500
    """Bytes per second."""
    answer_seconds: float = 30
    """How long a caller may leave 48 KiB of its answer unread."""
    connections: int = 800
    connections_per_address: int = 200
    proxies: Sequence[Network] = ()


def networks(setting: str) -> tuple[Network, ...]:
    """The networks or addresses of a setting, with commas between. ValueError: one of them is none."""
    return tuple(ip_network(one.strip(), strict=False) for one in setting.split(",") if one.strip())


def plain_host(host: str) -> str:
    """An address as people write it: an IPv4 address that came in through an IPv6 socket is one of IPv4."""
    if not host.startswith("::ffff:"):
        return host
    try:
        mapped = IPv6Address(host).ipv4_mapped
    except ValueError:
        return host
    return str(mapped) if mapped else host


def origin(host: str) -> str:
    """What counts as one caller's address: whoever has one of IPv6 has the 2^64 beside it."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)  # noqa: PLR2004


def is_address(host: str) -> bool:
    """Whether this is an address of IPv4 or IPv6."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def among(host: str, known: Sequence[Network]) -> bool:
    """Whether an address belongs to one of the networks."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address.version == network.version and address in network for network in known)
