"""HTTP methods worth a name of their own: anything else a stranger sends must not make a new time series."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def known_method(method: str) -> str:
    """The method, or `_OTHER` as the OpenTelemetry conventions want it."""
    return method if method in METHODS else "_OTHER"
