"""Why a broker is not to be had: clients say the same of one that is away and of one that refuses them."""

import asyncio
import ssl
from collections.abc import Mapping
from typing import Any

from aiokafka.conn import create_conn
from aiokafka.errors import IllegalSaslStateError, KafkaConnectionError, KafkaError, KafkaTimeoutError

from shared.diagnosis.causes import cause_of

REFUSES_US = "answers, but refuses us: check KAFKA_SECURITY_PROTOCOL, credentials and certificates"
SPEAKS = (KafkaError, ssl.SSLCertVerificationError)
"""What says by itself why a broker refuses us."""


async def broker_cause(
    bootstrap_servers: str, security: Mapping[str, object], error: Exception, within_s: float
) -> str:
    """What is the matter and what to do, to be read after the word broker; all addresses are tried at once, each for
    so many seconds and as many again."""
    if not _is_unclear(error):
        return cause_of(error)
    silent = isinstance(error, (TimeoutError, KafkaTimeoutError))
    places = [address.strip() for address in bootstrap_servers.split(",") if address.strip()]
    found = await asyncio.gather(*(_refusal_at(place, security, within_s, silent=silent) for place in places))
    answered = [one for one in found if isinstance(one, str)]
    away = [one for one in found if isinstance(one, Exception)]
    return answered[0] if answered else cause_of(away[-1] if away else error)


def _is_unclear(error: Exception) -> bool:
    return isinstance(error, (KafkaConnectionError, KafkaTimeoutError, TimeoutError)) or type(error) is KafkaError


async def _refusal_at(
    address: str, security: Mapping[str, object], within_s: float, *, silent: bool
) -> str | Exception:
    """Why this broker refuses us, or says nothing; the error, where none is there."""
    host, _, port = address.rpartition(":")
    try:
        await _knock(host.strip("[]"), int(port), within_s)
    except (OSError, ValueError) as away:
        return away
    try:
        async with asyncio.timeout(within_s):
            await _introduced(host.strip("[]"), int(port), security)
    except SPEAKS as refused:
        return REFUSES_US if _is_unclear(refused) or isinstance(refused, IllegalSaslStateError) else cause_of(refused)
    except (OSError, ValueError, AssertionError):  # it speaks no TLS, or closes the door
        return REFUSES_US
    return cause_of(TimeoutError()) if silent else REFUSES_US


async def _knock(host: str, port: int, within_s: float) -> None:
    """Connect and go. Raises what keeps us from it."""
    async with asyncio.timeout(within_s):
        _, writer = await asyncio.open_connection(host, port)
    writer.close()


async def _introduced(host: str, port: int, security: Mapping[str, Any]) -> None:
    """Connect as our clients do, with certificate and password. Raises what the broker has against us."""
    connection = await create_conn(host, port, **security)
    connection.close()
