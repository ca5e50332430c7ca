"""The link to a dossier's follow-up page: it ends by itself, and a new one replaces it at once or after an overlap."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.intake.follow_up.domain.state import FollowUp, Link, id_of
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.contracts.vocabulary import DossierId
from shared.identity.actor import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewFollowUpLink(Command):
    """`at_once`: links given out before end now, because one came into wrong hands, say; else after the overlap."""

    at_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRenewal:
    """The command with whose dossier it is, and how many days the link before goes on opening."""

    asked: RenewFollowUpLink
    dossier: DossierId
    organisation: str
    overlap_days: int


def entitled(_: FollowUp | None, renewal: LinkRenewal, moment: Moment) -> None:
    """Refused not_your_dossier: neither the desk nor the publisher whose dossier it is."""
    own = moment.actor.belongs_to(renewal.organisation)
    refuse_if(not own and not moment.actor.has(Role.DESK_OFFICER), "not_your_dossier")


@act("I-36", "expectations.md, follow-up links", by=(Role.PUBLISHER, Role.DESK_OFFICER), admits=entitled)
def renew_follow_up_link(follow_up: FollowUp | None, renewal: LinkRenewal, moment: Moment) -> Change[FollowUp]:
    """A new link to the follow-up page; the one before ends. Refused: not_your_dossier."""
    entitled(follow_up, renewal, moment)
    known = follow_up or FollowUp(id=id_of(renewal.dossier), dossier=renewal.dossier)
    overlap = -1 if renewal.asked.at_once else renewal.overlap_days
    return becomes(
        known,
        link=Link(
            number=known.link.number + 1 if known.link else 1,
            since=moment.day,
            before_until=moment.day + timedelta(days=overlap),
        ),
    )


def is_open(number: int, link: Link | None, first_day: date, today: date, days: int) -> bool:
    """Whether a link opens: it is the one that was renewed last, or the one before within the overlap, and no older
    than so many days. `first_day`: when the first one was given.
    """
    newest, since = (link.number, link.since) if link else (0, first_day)
    if number == newest:
        return today <= since + timedelta(days=days)
    return link is not None and number == newest - 1 and today <= link.before_until
