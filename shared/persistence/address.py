"""Addresses of databases as people write them, for the one driver that reads them here."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, unquote, urlsplit

_SCHEME = re.compile(r"postgres(ql)?(\+[a-z0-9_]+)?://", re.IGNORECASE)
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


def plain_address(text: str) -> str:
    """`postgresql+asyncpg://…`, as SQLAlchemy writes it, and `postgres://…` as `postgresql://…`."""
    return _SCHEME.sub("postgresql://", text, count=1) if _SCHEME.match(text) else text


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
