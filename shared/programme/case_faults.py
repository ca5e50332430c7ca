"""Every fault of what a publisher sent: unknown ids, wrong types and values, malformed evidence, undue claims."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from shared.calendar.years import FIRST_YEAR, LAST_YEAR, is_plausible
from shared.programme.case import NA, PRESUMPTION, Case
from shared.programme.criterion import Criterion
from shared.programme.evidence import read_evidence
from shared.programme.facts import Fact
from shared.programme.faults import Fault
from shared.programme.procedure import Procedure

SHOWN = 80
"""Longest part of an unknown id repeated in a path, in characters."""


class Rules(Protocol):
    """The part of a version that input is checked against."""

    @property
    def facts(self) -> Mapping[str, Fact]: ...
    @property
    def criteria(self) -> Mapping[str, Criterion]: ...
    @property
    def evidence_types(self) -> frozenset[str]: ...
    @property
    def tracks(self) -> tuple[str, ...]: ...
    @property
    def procedure(self) -> Procedure: ...


def faults_of(rules: Rules, case: Case) -> tuple[Fault, ...]:
    """All faults, in the order facts, answers, claims, evidence."""
    return (*_facts(rules, case), *_answers(rules, case), *_claims(rules, case), *_evidence(rules, case))


def _facts(rules: Rules, case: Case) -> Iterator[Fault]:
    for id_, value in case.facts.items():
        fact = rules.facts.get(id_)
        if fact is None:
            yield Fault(f"facts.{id_[:SHOWN]}", "unknown_fact")
        elif value is not None and fact.derived:
            yield Fault(f"facts.{id_}", "fact_is_derived")
        elif value is not None and (code := fact.fault(value)):
            yield Fault(f"facts.{id_}", code, fact.expects)
    fact_id = rules.procedure.typologies.fact
    track = case.facts.get(fact_id)
    if isinstance(track, str) and track in rules.facts[fact_id].options and track not in rules.tracks:
        yield Fault(f"facts.{fact_id}", "track_not_open", f"one of {', '.join(rules.tracks)}")


def _answers(rules: Rules, case: Case) -> Iterator[Fault]:
    for id_, value in case.answers.items():
        criterion = rules.criteria.get(id_)
        if criterion is None:
            yield Fault(f"answers.{id_[:SHOWN]}", "unknown_criterion")
        elif isinstance(value, Mapping) and NA in value:
            yield from _claim(f"answers.{id_}", criterion, value[NA])
        elif value is not None and (code := criterion.answer.fault(value)):
            yield Fault(f"answers.{id_}", code, criterion.answer.expects)


def _claims(rules: Rules, case: Case) -> Iterator[Fault]:
    for id_, reason in case.na_claims.items():
        criterion = rules.criteria.get(id_)
        if criterion is None:
            yield Fault(f"na_claims.{id_[:SHOWN]}", "unknown_criterion")
        else:
            yield from _claim(f"na_claims.{id_}", criterion, reason)


def _claim(path: str, criterion: Criterion, reason: object) -> Iterator[Fault]:
    if not criterion.na_reasons:
        yield Fault(path, "claim_not_admitted", "the engine alone decides whether this criterion applies")
    elif not isinstance(reason, str) or reason not in criterion.na_reasons:
        yield Fault(path, "claim_reason_unknown", f"one of {', '.join(sorted(criterion.na_reasons))}")


def _evidence(rules: Rules, case: Case) -> Iterator[Fault]:
    for id_, documents in case.evidence.items():
        if id_ != PRESUMPTION and id_ not in rules.criteria:
            yield Fault(f"evidence.{id_[:SHOWN]}", "unknown_criterion")
        elif not isinstance(documents, list | tuple):
            yield Fault(f"evidence.{id_}", "evidence_malformed", "a list of documents")
        else:
            for place, raw in enumerate(documents):
                yield from _document(f"evidence.{id_}.{place}", raw, rules.evidence_types)


def _document(path: str, raw: object, types: frozenset[str]) -> Iterator[Fault]:
    document = read_evidence(raw)
    if document is None:
        yield Fault(path, "evidence_malformed", "type; issued_on and valid_until as YYYY-MM-DD; status")
    elif document.type not in types:
        yield Fault(path, "evidence_type_unknown", f"one of {', '.join(sorted(types))}")
    elif document.issued_on and document.valid_until and document.valid_until < document.issued_on:
        yield Fault(path, "evidence_dates_reversed", "valid_until on or after issued_on")
    if document is not None and not all(is_plausible(day) for day in (document.issued_on, document.valid_until)):
        yield Fault(path, "evidence_year_out_of_range", f"years from {FIRST_YEAR} to {LAST_YEAR}")
