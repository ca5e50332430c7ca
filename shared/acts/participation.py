"""Who took part in examining a dossier, as a digest that events may carry: whoever decides on it took no part.

The digest is an HMAC of the actor's pseudonym under the dossier's id: the same person has another digest in every
dossier, and nobody can tell who it is without a list of the pseudonyms to try.
"""

from collections.abc import Iterable
from hmac import digest

from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if


def participant(dossier: str, actor: str) -> str:
    """The digest of somebody who took part in examining this dossier, in hexadecimal."""
    return digest(dossier.encode(), actor.encode(), "sha256").hex()


def participants(dossier: str, *actors: str | None) -> tuple[str, ...]:
    """The digests of several, sorted; of those that are known."""
    return tuple(sorted({participant(dossier, actor) for actor in actors if actor}))


def joined(*groups: Iterable[str]) -> tuple[str, ...]:
    """All digests of these groups, each once."""
    return tuple(sorted(set().union(*groups)))


def refuse_participant(dossier: str, digests: Iterable[str], moment: Moment) -> None:
    """Refused signatory_took_part: the actor examined what they would decide on."""
    refuse_if(participant(dossier, moment.actor.id) in digests, "signatory_took_part")
