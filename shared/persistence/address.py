"""Addresses of databases as people write them, for the one driver that reads them here."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, unquote, urlsplit

_SCHEME = re.compile(r"postgres(ql)?(\+[a-z0-9_]+)?://", re.IGNORECASE)
_PARTS = re.compile(_SCHEME.pattern + r"(?P<authority>[^/?#]*)(?P<path>[^?#]*)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_ELSEWHERE = {
    "ssl": "is SQLAlchemy's: write sslmode=verify-full",
    "prepared_statement_cache_size": "is SQLAlchemy's: leave it out",
    "pgbouncer": "is Prisma's: leave it out; a pooler must be in session mode",
    "schema": "is Prisma's: leave it out, tables are in the schema public",
    "connection_limit": "is Prisma's: set DATABASE_CONNECTIONS",
    "pool_timeout": "is Prisma's: leave it out",
    "connect_timeout": "is libpq's: leave it out; 5 s are allowed",
    "channel_binding": "is libpq's: leave it out",
    "gssencmode": "is libpq's: leave it out",
    "keepalives": "is libpq's: leave it out",
    "keepalives_idle": "is libpq's: leave it out",
    "keepalives_interval": "is libpq's: leave it out",
    "keepalives_count": "is libpq's: leave it out",
    "tcp_user_timeout": "is libpq's: leave it out",
    "load_balance_hosts": "is libpq's: leave it out",
    "requirepeer": "is libpq's: leave it out",
    "sslcompression": "is libpq's: leave it out",
    "sslsni": "is libpq's: leave it out",
}


UNREADABLE = (
    "cannot be read: write / ? # @ % in user and password as %2F %3F %23 %40 %25, or give both beside it "
    "(PGUSER and PGPASSWORD)"
)
"""Never the driver's own words: they quote what it took for a port, which may be half of a password."""


class UnreadableAddress(ValueError):
    """An address that no driver could read as it is meant."""


def require_readable(address: str) -> str:
    """The address. UnreadableAddress: its host, port or name of the database hold what belongs to a password."""
    found = _PARTS.match(address)
    _, account, hosts = found["authority"].rpartition("@") if found else ("", "", "")
    ports = [host.rpartition(":")[2] for host in hosts.split(",") if ":" in host.rpartition("]")[2]]
    if not found or not all(port.isdecimal() for port in ports if port):
        raise UnreadableAddress(UNREADABLE)
    if "@" in found["path"] or (not account and "@" in found["rest"]):
        raise UnreadableAddress(UNREADABLE)
    return address


def plain_address(text: str) -> str:
    """`postgresql+asyncpg://…`, as SQLAlchemy writes it, and `postgres://…` as `postgresql://…`; what an account holds
    of characters that mean something elsewhere is escaped, or drivers would differ in what they read."""
    if not (found := _PARTS.match(text)):
        return text
    account, at, hosts = found["authority"].rpartition("@")
    user, colon, password = account.partition(":")
    escaped = quote(unquote(user), safe="") + colon + quote(unquote(password), safe="")
    return f"postgresql://{escaped}{at}{hosts}{found['path']}{found['rest']}"


def with_credentials(address: str, user: str, password: str) -> str:
    """The address with an account, whatever characters that has; an address that names one stays as it is."""
    scheme, found, rest = address.partition("://")
    if not (found and user) or "@" in rest.partition("/")[0]:
        return address
    account = f"{quote(user, safe='')}:{quote(password, safe='')}" if password else quote(user, safe="")
    return f"{scheme}://{account}@{rest}"


def account_of(address: str) -> str | None:
    """The account that an address names, of one host or several."""
    user, found, _ = address.partition("://")[2].partition("/")[0].rpartition("@")
    return unquote(user.partition(":")[0]) or None if found else None


def unknown_parameters(address: str) -> Iterator[str]:
    """Parameters that belong to other drivers, each with what to do: the server would refuse every connection."""
    try:
        query = urlsplit(address).query
    except ValueError:
        return
    for name, _ in parse_qsl(query, keep_blank_values=True):
        if why := _ELSEWHERE.get(name.lower()):
            yield f"has the parameter {name!r}, which {why}"
