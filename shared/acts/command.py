"""The base of commands: what a person asks for."""


class Command:
    """A command's fields are exactly what the HTTP door accepts as its body: unknown fields are faults.

    `__pydantic_config__` is read by the door's validator only; a plain dict keeps domain/ free of it.
    """

    __slots__ = ()
    __pydantic_config__ = {"extra": "forbid", "allow_inf_nan": False}  # noqa: RUF012  # never changed
