"""What a publisher sends of a dossier's content, as types of command fields: by question, bounded in number."""

from collections.abc import Mapping
from typing import Annotated

from services.intake.application.domain.texts import LONGEST
from shared.contracts.case_file import EvidencePiece
from shared.texts.fields import CodeWord, SentAnswer
from shared.texts.identifiers import ListOf, MappingOf
from shared.texts.public_text import PublicText

MOST = 1000
"""Entries of one part: several times the questions of the largest programme."""
MOST_PIECES = 200
SentAnswers = Annotated[Mapping[CodeWord, SentAnswer], MappingOf(MOST)]
SentPieces = Annotated[tuple[EvidencePiece, ...], ListOf(MOST_PIECES, unique=False)]
SentEvidence = Annotated[Mapping[CodeWord, SentPieces], MappingOf(MOST)]
SentClaims = Annotated[Mapping[CodeWord, CodeWord], MappingOf(MOST)]
Note = Annotated[str, PublicText(LONGEST, 0, lines=True)]
