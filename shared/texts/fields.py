"""The kinds of text that commands carry, as types of their fields."""

from typing import Annotated

from shared.texts.identifiers import AnswerText, Code, Id, ListOf, Pattern
from shared.texts.public_text import PublicText, SourceText
from shared.texts.web_address import WebAddress

Name = Annotated[str, PublicText(200)]
"""Of a person, a body, a service: one line."""
Paragraphs = Annotated[str, PublicText(2000, lines=True)]
CodeWord = Annotated[str, Code()]
Codes = Annotated[tuple[CodeWord, ...], ListOf(200)]
VersionName = Annotated[str, Code(more=":")]
Uuid = Annotated[str, Id()]
Sha256 = Annotated[str, Pattern("[0-9a-f]{64}", "not_a_sha256", "64 hexadecimal digits, lower case")]
Address = Annotated[str, WebAddress()]
Source = Annotated[str, SourceText(1_000_000)]
"""A document in a language of its own, kept as it is."""
SentAnswer = Annotated[bool | int | float | str | tuple[str, ...] | None, AnswerText(20_000)]
