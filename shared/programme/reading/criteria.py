"""Reads one criterion of one version, with the refusals of criteria.md 4.1."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.programme.criterion import Criterion, Presumption
from shared.programme.evidence import EvidenceRule
from shared.programme.facts import Fact
from shared.programme.reading.answers import read_answer, read_threshold
from shared.programme.reading.expressions import read_expression
from shared.programme.reading.node import Node
from shared.programme.thresholds import Threshold
from shared.programme.vocabulary import Kind, NaPolicy, Publication, Severity


@dataclass(frozen=True, slots=True)
class Codes:
    """What a criterion may refer to, declared elsewhere in the document."""

    facts: Mapping[str, Fact]
    families: frozenset[str]
    questionnaires: frozenset[str]
    evidence_types: frozenset[str]
    legal: frozenset[str]
    sources: frozenset[str]


def read_criterion(node: Node, codes: Codes) -> Criterion:
    """The criterion, as it stands under the version whose overrides are applied already."""
    kind = node.word("kind", Kind)
    answer = read_answer(node.at("answer"))
    threshold_node = node.maybe_at("threshold")
    threshold = None if threshold_node is None else read_threshold(threshold_node, answer)
    criterion = Criterion(
        id=node.text("id"),
        family=_declared(node, "family", codes.families),
        questionnaire=_declared(node, "questionnaire", codes.questionnaires),
        theme=node.text("theme", ""),
        title=node.title(),
        kind=kind,
        severity=_severity(node, kind),
        answer=answer,
        threshold=threshold,
        applies_if=read_expression(node, "applies_if", codes.facts),
        na_reasons=_na_reasons(node),
        evidence=_evidence(node.at("evidence"), codes.evidence_types),
        weight=node.whole("weight"),
        publication=node.word("publication", Publication),
        legal=node.texts("legal"),
        presumption=_presumption(node.maybe_at("presumed_met"), codes),
        guidance=None if node.get("guidance") is None else node.title("guidance"),
    )
    _check_kind(node, kind, threshold)
    _check_codes(node, codes)
    node.done()
    return criterion


def _declared(node: Node, key: str, declared: frozenset[str]) -> str:
    code = node.text(key)
    if code and code not in declared:
        node.fault(key, f"{key}_unknown", f"one of {', '.join(sorted(declared))}")
    return code


def _severity(node: Node, kind: Kind) -> Severity | None:
    if kind is Kind.INFORMATIVE:
        if node.get("severity") is not None:
            node.fault("severity", "informative_with_severity")
        return None
    return node.word("severity", Severity)


def _check_kind(node: Node, kind: Kind, threshold: Threshold | None) -> None:
    given = node.get("threshold") is not None
    if kind is Kind.DISCRIMINATING and not given:
        node.fault("threshold", "discriminating_without_threshold")
    if kind is Kind.INFORMATIVE and given:
        node.fault("threshold", "informative_with_threshold")


def _check_codes(node: Node, codes: Codes) -> None:
    for code in node.texts("legal"):
        if code not in codes.legal:
            node.fault("legal", "legal_code_unknown", code)
    provenance = node.maybe_at("provenance")
    if provenance is None:
        return
    for part in ("subject", "detail"):
        for code in provenance.texts(part):
            if code not in codes.sources:
                provenance.fault(part, "provenance_code_unknown", code)
    provenance.done()


def _na_reasons(node: Node) -> frozenset[str]:
    policy = node.word("na_policy", NaPolicy, NaPolicy.ENGINE_ONLY)
    reasons = frozenset(node.texts("na_reasons"))
    if policy is NaPolicy.JUSTIFIED and not reasons:
        node.fault("na_reasons", "justified_without_reasons")
    if policy is NaPolicy.ENGINE_ONLY and reasons:
        node.fault("na_reasons", "reasons_without_policy")
    return reasons


def _evidence(node: Node, types: frozenset[str]) -> EvidenceRule:
    rule = EvidenceRule(
        required=node.flag("required"),
        any_of=frozenset(node.texts("any_of")),
        max_age_days=None if node.get("max_age_days") is None else node.days("max_age_days"),
        must_be_valid=node.flag("must_be_valid_on_evaluation", False),
    )
    if rule.required and not rule.any_of:
        node.fault("any_of", "evidence_without_type")
    for unknown in sorted(rule.any_of - types):
        node.fault("any_of", "evidence_type_unknown", unknown)
    node.done()
    return rule


def _presumption(node: Node | None, codes: Codes) -> Presumption | None:
    if node is None:
        return None
    rule = _evidence(node.at("evidence"), codes.evidence_types)
    presumption = Presumption(read_expression(node, "if", codes.facts), rule)
    node.done()
    return presumption
