"""Grants that nobody decided, straight onto the decision topic: a catalogue full of listings in seconds."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import cast
from uuid import UUID

from deploy.local.keys import key_file
from shared.acts.moment import derived_id
from shared.contracts.decision.decision_file import ListingGranted
from shared.contracts.envelope import Envelope, encode
from shared.contracts.registry import wire_of
from shared.contracts.vocabulary import DossierId, ListingId, Opinion, ServiceProfile, Typology
from shared.signing.key_ring import load_private_key
from shared.signing.record_hash import record_hash
from shared.signing.signer import Signer
from tests.faults.scene import Scene
from tests.faults.wire import producing

AT_ONCE = 500
ForeignHeaders = Sequence[tuple[str, bytes | None]]
SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)


async def forge_grants(
    scene: Scene, number: int, decided_on: date, ends_on: date, foreign: ForeignHeaders = ()
) -> Sequence[ListingGranted]:
    """So many new grants, with headers of somebody else behind ours."""
    grants = [_grant(scene, decided_on, ends_on) for _ in range(number)]
    signer = Signer(load_private_key(key_file(scene.line.stack.root, "decision").read_text()))
    async with producing(scene.line.bootstrap_servers) as producer:
        for some in _batches(grants):
            sent = []
            for grant in some:
                wire = wire_of(grant)
                envelope = Envelope(
                    id=_uuid(scene), type=wire.type, source=wire.source, subject=grant.dossier, time=SOME_TIME,
                    sequence=1, dossier=grant.dossier, correlation=grant.dossier, causation=None,
                    programme=grant.programme, traceparent=None,
                )  # fmt: skip
                key = grant.dossier.encode()
                value, headers = encode(grant), envelope.headers()
                [signature] = signer.sign([record_hash(wire.topic, key, headers, value)])
                headers.append(("signature", signature))
                sent.append(await producer.send(wire.topic, value, key=key, headers=[*headers, *foreign]))
            await asyncio.gather(*sent)
    return grants


def _batches(grants: list[ListingGranted]) -> Sequence[Sequence[ListingGranted]]:
    return [grants[place : place + AT_ONCE] for place in range(0, len(grants), AT_ONCE)]


def _grant(scene: Scene, decided_on: date, ends_on: date) -> ListingGranted:
    dossier = _uuid(scene)
    service = ServiceProfile(
        name="Service forgé", publisher="Exemple Santé SAS", organisation="org-1", category="condition_follow_up",
        forms=("mobile_application",), typology=Typology.WITHOUT_EXCHANGE,
    )  # fmt: skip
    return ListingGranted(
        dossier=DossierId(dossier), listing=cast(ListingId, derived_id("listing", dossier)), service=service,
        programme=scene.programme.ref, decided_on=decided_on, ends_on=ends_on, opinion=Opinion.FAVOURABLE,
        reservations=(), convention_signed=True, tests="not_required",
    )  # fmt: skip


def _uuid(scene: Scene) -> str:
    return str(UUID(int=scene.random.getrandbits(128), version=4))
