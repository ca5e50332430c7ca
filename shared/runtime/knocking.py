"""Why a broker is not to be had: clients say the same of one that is away and of one that refuses them."""

import asyncio
import ssl

from aiokafka.errors import KafkaConnectionError

from shared.runtime.trouble import trouble_of

REFUSES_US = "answers, but refuses us: check KAFKA_SECURITY_PROTOCOL, credentials and certificates"


async def why_no_broker(bootstrap_servers: str, tls: ssl.SSLContext | None, error: Exception, within_s: float) -> str:
    """What is the matter and what to do, to be read after the word broker; each address has so many seconds."""
    if not isinstance(error, (KafkaConnectionError, TimeoutError)):
        return trouble_of(error)
    found: Exception = error
    for address in bootstrap_servers.split(","):
        host, _, port = address.strip().rpartition(":")
        try:
            await _knock(host, int(port), None, within_s)
        except (OSError, ValueError) as away:
            found = away
            continue
        try:
            await _knock(host, int(port), tls, within_s)
        except ssl.SSLCertVerificationError as invalid:
            return trouble_of(invalid)
        except OSError:  # it speaks no TLS, or closes the door
            pass
        return REFUSES_US
    return trouble_of(found)


async def _knock(host: str, port: int, tls: ssl.SSLContext | None, within_s: float) -> None:
    """Connect and go. Raises what keeps us from it."""
    async with asyncio.timeout(within_s):
        _, writer = await asyncio.open_connection(host, port, ssl=tls)
    writer.close()
