"""A dossier of the demonstration: one line of a dossier file. README.md beside this describes the format."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from deploy.demo.dates import Day, resolved
from deploy.demo.part import Part
from deploy.demo.script import Script
from shared.programme.case import Case
from shared.programme.version import Programme

Answer = bool | int | float | str | list[str] | None


class Outcome(StrEnum):
    """Where a dossier comes to rest."""

    TURNED_AWAY = "turned_away"
    """Not accepted at the door: no dossier was opened."""
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    INADMISSIBLE = "inadmissible"
    REFUSED = "refused"
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    EXPIRED = "expired"


LISTED = frozenset({Outcome.PUBLISHED, Outcome.SUSPENDED, Outcome.REINSTATED})


class Profile(Part):
    """What the publisher declares of its service in the prior request."""

    name: str
    publisher: str
    """Name of the publishing organisation."""
    category: str
    """A category of the programme, such as condition_follow_up."""
    forms: list[str]
    """mobile_application, web_site."""
    typology: str = "without_exchange"
    """A typology of the programme."""
    url: str | None = None
    description: str | None = None
    usable_by_end_users: bool = True
    synthetic: bool = True
    """The answers were made up; the API and every page say so. False only for real answers."""


class Evidence(Part):
    """One document, as metadata. Days are YYYY-MM-DD or relative to the demonstration's day: -30d, +400d."""

    type: str
    issued_on: Day | None = None
    valid_until: Day | None = None
    status: Literal["submitted", "accepted", "refused", "withdrawn"] = "submitted"
    sha256: str | None = None

    def on(self, today: date) -> dict[str, str]:
        """As a command takes it: dates in full, absent fields left out."""
        told: dict[str, str] = self.model_dump(exclude_none=True, mode="json")
        return told | {
            name: resolved(told[name], today).isoformat() for name in ("issued_on", "valid_until") & told.keys()
        }


class Content(Part):
    """Orientation facts, answers, evidence by criterion, and claims that a criterion does not apply, with a reason."""

    facts: Mapping[str, Answer] = Field(default_factory=dict)
    answers: Mapping[str, Answer] = Field(default_factory=dict)
    evidence: Mapping[str, list[Evidence]] = Field(default_factory=dict)
    not_applicable: Mapping[str, str] = Field(default_factory=dict)

    def on(self, today: date) -> dict[str, Any]:
        """As the command that files it takes it."""
        evidence = {key: [piece.on(today) for piece in pieces] for key, pieces in self.evidence.items()}
        return {**self.model_dump(include={"facts", "answers", "not_applicable"}), "evidence": evidence}

    def case(self, today: date) -> Case:
        """As the programme's engine judges it."""
        told = self.on(today)
        return Case(told["facts"], told["answers"], told["evidence"], told["not_applicable"])

    def completed_by(self, other: "Content") -> "Content":
        """This content with another's laid over it, entry by entry."""
        parts = ("facts", "answers", "evidence", "not_applicable")
        return Content(**{part: {**getattr(self, part), **getattr(other, part)} for part in parts})


class Dossier(Content):
    """A service, what its publisher files, and what people then do with it."""

    service: Profile
    completion: Content | None = None
    """What the publisher provides when the desk asks for what is missing; null: nothing, so that the file lapses."""
    script: Script | Literal["auto"] = "auto"
    """"auto": everybody does the usual, the commission follows the suggested opinion."""
    expected: Outcome | None = None
    """Where it comes to rest before the year is over; null: as the content and the script foretell."""
    after_a_year: Outcome | None = None
    """Where it is a year later; null: expired if it was listed."""

    @property
    def acts(self) -> Script:
        """The script, in full."""
        return Script() if self.script == "auto" else self.script

    def filed(self, programme: Programme) -> Content:
        """The content to file: what the profile says already is not asked twice."""
        stated: dict[str, Answer] = {
            "form": list(self.service.forms),
            "category": self.service.category,
            programme.procedure.typologies.fact: str(self.service.typology),
        }
        facts = {name: value for name, value in stated.items() if name in programme.facts} | dict(self.facts)
        return Content(facts=facts, answers=self.answers, evidence=self.evidence, not_applicable=self.not_applicable)
