"""The strictness that all parts of a dossier file share."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of a line: unknown fields and wrong types are faults, never guessed away."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)
