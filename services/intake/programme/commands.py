"""The command that publishes the programme."""

import asyncio

from fastapi import Request

from services.intake.programme.domain.publication import PROGRAMME, Publication, PublishProgramme, publish_programme
from services.intake.programme.examples import DOCUMENT
from services.intake.programme.rows import PUBLICATION
from shared.http.commands import Command, command_router
from shared.http.problems import Problem
from shared.programme.faults import ProgrammeRefused
from shared.programme.loading import load
from shared.programme.plain import plain


async def compiled(asked: PublishProgramme, request: Request) -> Publication:
    """The document, compiled beside the event loop. Problem invalid_content: every fault, with its line."""
    try:
        return Publication(text=asked.document, document=await asyncio.to_thread(load, asked.document.encode()))
    except ProgrammeRefused as refused:
        raise Problem("invalid_content", faults=plain(refused.faults)) from None


COMMANDS = (
    Command(
        "/programme/publication",
        PublishProgramme,
        publish_programme,
        PUBLICATION,
        DOCUMENT,
        prepare=compiled,
        only=PROGRAMME,
    ),
)
ROUTER = command_router(*COMMANDS)
