"""What somebody typed into a form that no page of its own can show again: the page of the refusal shows it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from fastapi import Request

Form = Mapping[str, Sequence[str]]
"""Every field that was sent, blank ones included, with all its values."""
NO_FORM: Form = MappingProxyType({})
NOT_TYPED = frozenset({"form_key", "key", "version", "asked", "then", "token", "accepted"})
"""Marks of the form, and secrets."""


def keep_written(request: Request, form: Form) -> None:
    """Keep the fields of a form until the request is answered."""
    request.state.form = form


def written_in(request: Request) -> list[tuple[str, str]]:
    """Names and values of the fields that were filled in, in their order; none where no form was read."""
    form: Form = getattr(request.state, "form", NO_FORM)
    return [
        (name, value) for name, values in form.items() if name not in NOT_TYPED for value in values if value.strip()
    ]
