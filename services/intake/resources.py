"""What intake opens beside database and Kafka: the document stack, and the processes that parse publishers' files."""

from collections.abc import Sequence

from fastapi import FastAPI

from services.intake.sandbox.limits import MIB, Limits
from services.intake.sandbox.pool import Sandbox
from services.intake.settings import IntakeSettings
from services.intake.wallet.stack import stack_from, store_from
from services.intake.wallet.storage.store import StorageUnavailable
from shared.diagnosis.causes import cause_of


def configure(app: FastAPI, settings: IntakeSettings) -> None:
    """Make them from the settings; nothing is started before it is needed."""
    app.state.documents = stack_from(settings)
    memory = settings.parser_memory_mib * MIB + settings.document_max_bytes  # a document is mapped, not copied
    app.state.sandbox = Sandbox(Limits(workers=settings.parser_processes, memory=memory))


async def close(app: FastAPI) -> None:
    """End the parser processes."""
    sandbox: Sandbox = app.state.sandbox
    await sandbox.close()


async def causes(settings: IntakeSettings) -> Sequence[str]:
    """Why the largest document could not be stored now; empty if it could."""
    try:
        await store_from(settings).check_room(settings.document_max_bytes)
    except StorageUnavailable as error:
        return [f"store of documents {cause_of(error)}"]
    return []
