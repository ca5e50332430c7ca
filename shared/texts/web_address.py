"""A web address that others may follow. Split by urllib; the host is checked here, because no kept library refuses
what a published address must not be (private hosts, user info, numbers that browsers read as IP addresses).

Hosts are normalised with Python's own IDNA codec. It is of 2003; where IDNA 2008 would name another host (ß, ς and the
joiners) the address is refused, and its writer gives the xn-- form instead.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from shared.texts.public_text import PublicText
from shared.texts.rule import Rule, TextFault

LONGEST = 2000
LONGEST_HOST = 253
PORTS = {"https": 443, "http": 80}
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_BETWEEN_STANDARDS = re.compile("[ßẞς\u200c\u200d]")
_IP = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})|%(?:0[0-9A-Fa-f]|1[0-9A-Fa-f]|7[Ff])")
INSIDE = frozenset({"arpa", "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain",
                    "localhost", "onion", "private"})  # fmt: skip
"""Last labels that lead nowhere or into somebody's own network."""


@dataclass(frozen=True, slots=True)
class WebAddress(Rule):
    """An absolute web address with a public host name."""

    schemes: tuple[str, ...] = ("https", "http")

    def checked(self, value: str) -> str:
        """The address with scheme and host in lower case, host in ASCII, without its usual port.

        TextFault: address_malformed, address_scheme, address_user_info, address_host, address_port, length.
        """
        text = PublicText(LONGEST).checked(value)
        if re.search(r"[\s\\<>\"{}|^`]", text) or _PERCENT.search(text):
            raise TextFault("address_malformed", "no blanks, backslashes or broken percent signs")
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError as error:
            code = "address_port" if "ort" in str(error) else "address_malformed"
            raise TextFault(code, "https://host/path") from None
        if parts.scheme not in self.schemes or not text[len(parts.scheme) :].startswith("://"):
            raise TextFault("address_scheme", f"begin with {' or '.join(f'{one}://' for one in self.schemes)}")
        if "@" in parts.netloc:
            raise TextFault("address_user_info", "no user name or password before the host")
        return _put_together(parts, _host(parts.hostname or ""), port)

    def schema(self) -> dict[str, object]:
        """A URI."""
        return {"format": "uri", "maxLength": LONGEST}


def _put_together(parts: SplitResult, host: str, port: int | None) -> str:
    if port == 0 or parts.netloc.endswith(":"):
        raise TextFault("address_port", "a port from 1 to 65535, or none")
    place = host if port in (None, PORTS[parts.scheme]) else f"{host}:{port}"
    safe = "/%:@!$&'()*+,;=~?-._[]"
    path, query, fragment = (quote(part, safe=safe) for part in (parts.path, parts.query, parts.fragment))
    whole = urlunsplit((parts.scheme, place, path, query, fragment))
    if len(whole) > LONGEST:
        raise TextFault("length", f"at most {LONGEST} characters")
    return whole


def _host(named: str) -> str:
    """The host in ASCII. TextFault address_host: it is no public host name."""
    if _BETWEEN_STANDARDS.search(named):
        raise TextFault("address_host", "write this host in its xn-- form")
    try:
        host = named.encode("idna").decode().lower().removesuffix(".")
        _ = host.encode().decode("idna")
    except UnicodeError:
        raise TextFault("address_host", "a host name, as www.exemple.fr") from None
    labels = host.split(".")
    named_well = len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and _TOP.fullmatch(labels[-1])
    if not named_well or len(host) > LONGEST_HOST or _IP.fullmatch(host):
        raise TextFault("address_host", "a host name with a dot, as www.exemple.fr, no IP address")
    if labels[-1] in INSIDE:
        raise TextFault("address_host", "a host that everybody reaches")
    return host
