"""How an act says no: with a stable code and facts, never with a sentence or an HTTP number."""

from collections.abc import Sequence

from shared.programme.faults import Fault


class Refused(Exception):
    """The act does not apply. Nothing changes; the refusal is journaled and told to whoever asked.

    `code` is stable snake_case; `facts` are JSON values that help the caller to act on it.
    """

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class Invalid(Refused):
    """The content is wrong; `faults` names every fault at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            "invalid_content", faults=[{"path": f.path, "code": f.code, "detail": f.detail} for f in faults]
        )


def refuse_if(condition: object, code: str, /, **facts: object) -> None:
    """Raise `Refused(code, **facts)` when the condition holds."""
    if condition:
        raise Refused(code, **facts)
