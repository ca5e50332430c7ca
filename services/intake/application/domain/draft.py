"""The draft (« brouillon »): what a publisher has entered so far, saved whether or not it is right yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, TypeVar

from services.intake.application.domain.codes import digest_faults
from services.intake.application.domain.fields import MOST, Note, SentAnswers, SentEvidence
from services.intake.application.domain.texts import tidied, unkeepable
from shared.acts.command import Command
from shared.contracts.case_file import CaseFile
from shared.contracts.vocabulary import ServiceProfile
from shared.programme.case import PRESUMPTION
from shared.programme.faults import Fault
from shared.programme.version import Programme
from shared.texts.fields import CodeWord
from shared.texts.identifiers import MappingOf

V = TypeVar("V")
CORRIGIBLE = ("answer_", "fact_wrong_type", "fact_not_an_option", "evidence_dates_reversed",
              "evidence_year_out_of_range")  # fmt: skip
"""Faults that a person mends in the draft itself; any other means that the entry belongs to no question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was entered, and the programme version whose questions it answers."""

    programme: str
    content: CaseFile


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft(Command):
    """Entries to lay over the draft, one by one; null (for evidence: an empty list) takes an entry away.

    `replace`: the draft becomes exactly this.
    """

    facts: SentAnswers = field(default_factory=dict)
    answers: SentAnswers = field(default_factory=dict)
    evidence: SentEvidence = field(default_factory=dict)
    not_applicable: Annotated[Mapping[CodeWord, CodeWord | None], MappingOf(MOST)] = field(default_factory=dict)
    notes: Annotated[Mapping[CodeWord, Note | None], MappingOf(MOST)] = field(default_factory=dict)
    """The publisher's own remarks, by criterion; they are never sent on."""
    replace: bool = False

    def over(self, before: CaseFile) -> CaseFile:
        """The content with these entries laid over it, or instead of it."""
        old = CaseFile(facts={}, answers={}) if self.replace else before
        return CaseFile(
            facts=overlaid(old.facts, tidied(self.facts)),
            answers=overlaid(old.answers, tidied(self.answers)),
            evidence=overlaid(old.evidence, {name: pieces or None for name, pieces in self.evidence.items()}),
            not_applicable=overlaid(old.not_applicable, self.not_applicable),
        )

    def over_notes(self, before: Mapping[str, str]) -> Mapping[str, str]:
        """The same for the remarks; an empty one is none."""
        return overlaid({} if self.replace else before, tidied(self.notes))

    def entries(self) -> CaseFile:
        """Everything sent, as a case file."""
        claims = {name: reason for name, reason in self.not_applicable.items() if reason is not None}
        return CaseFile(facts=self.facts, answers=self.answers, evidence=self.evidence, not_applicable=claims)


def overlaid(before: Mapping[str, V], entries: Mapping[str, V | None]) -> dict[str, V]:
    """The entries laid over what was there; None takes one away."""
    whole = {**before, **entries}
    return {name: value for name, value in whole.items() if value is not None}


def faults_of_draft(command: SaveDraft, rules: Programme, service: ServiceProfile) -> tuple[Fault, ...]:
    """What cannot be kept: entries that answer no question of this version, and what is no text, digest or choice.

    An answer of the wrong type or out of range is kept: it is shown as a fault until it is mended.
    """
    entries = command.entries()
    found = [*faults_as_sent(entries, rules), *digest_faults(entries), *unkeepable(command)]
    lasting = [fault for fault in found if not fault.code.startswith(CORRIGIBLE)]
    return tuple(dict.fromkeys((*lasting, *_unknown_notes(command, rules), *typology_faults(entries, rules, service))))


def _unknown_notes(command: SaveDraft, rules: Programme) -> Iterator[Fault]:
    return (Fault(f"notes.{name[:80]}", "unknown_criterion") for name in command.notes if name not in rules.criteria)


def typology_faults(content: CaseFile, rules: Programme, service: ServiceProfile) -> tuple[Fault, ...]:
    """The typology was declared in the prior request; the file may repeat it, not change it."""
    fact = rules.procedure.typologies.fact
    if content.facts.get(fact, service.declared) == service.declared:
        return ()
    return (Fault(f"facts.{fact}", "differs_from_prior_request", f"expected {service.declared}"),)


def faults_as_sent(content: CaseFile, rules: Programme) -> list[Fault]:
    """The engine's faults, placed in the publisher's own words; the engine knows claims as `na_claims`."""
    return [replace(one, path=_as_sent(one.path)) for one in rules.faults(content.case())]


def _as_sent(path: str) -> str:
    claim = path.removeprefix("na_claims.")
    return path if claim == path else f"not_applicable.{claim}"


def settled(content: CaseFile, service: ServiceProfile, rules: Programme) -> CaseFile:
    """The content with the typology of the prior request written into its facts."""
    return content.completed_by(CaseFile(facts={rules.procedure.typologies.fact: service.declared}, answers={}))


def asked_for(content: CaseFile, rules: Programme) -> CaseFile:
    """What the questions of a version ask for; the rest was answered to questions of another one."""
    criteria = rules.criteria
    return CaseFile(
        facts={name: value for name, value in content.facts.items() if name in rules.facts},
        answers={name: value for name, value in content.answers.items() if name in criteria},
        evidence={name: found for name, found in content.evidence.items() if name in criteria or name == PRESUMPTION},
        not_applicable={name: reason for name, reason in content.not_applicable.items() if name in criteria},
    )
