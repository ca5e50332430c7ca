"""Reads one version out of the document and seals it with its hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shared.programme.canonical import canonical_json, content_hash
from shared.programme.facts import Fact, FactType
from shared.programme.faults import Fault
from shared.programme.procedure import Procedure
from shared.programme.quantities import ScoreAnswer
from shared.programme.reading.bare import criteria_only
from shared.programme.reading.content import SECTIONS, Plain, Resolved, resolved, sections, stands
from shared.programme.reading.criteria import Codes, read_criterion
from shared.programme.reading.expressions import read_derivations
from shared.programme.reading.node import Node
from shared.programme.reading.procedure import read_procedure
from shared.programme.version import Programme
from shared.programme.vocabulary import Conformity, Opinion, Title


@dataclass(frozen=True, slots=True)
class Source:
    """The document being read: its top level and its versions, oldest first."""

    root: Node
    versions: list[Node]

    def standing(self, section: str, ref: str) -> list[Node]:
        """The items of a section that are part of a version, each as it stands there."""
        items = [node for node in self.root.items(section) if stands(node.value, ref)]
        return [_under(node, resolved(node.value, ref, node.path)) for node in items]


def read_version(source: Source, node: Node, programme: str) -> Programme:
    """Compile one version; its hash covers everything that stands in it, and nothing of other versions."""
    ref = node.text("version")
    parts = sections(source.root.value, [one.value for one in source.versions], ref)
    standing_facts, standing_criteria = source.standing("facts", ref), source.standing("criteria", ref)
    own = {key: value for key, value in node.value.items() if key != "overrides"}
    items = {"facts": _plain(standing_facts), "criteria": _plain(standing_criteria)}
    canonical = canonical_json({"programme": programme, **own, **parts, **items})
    section = Node(parts, "", source.root.faults, _origins(node))
    facts = {fact.id: fact for fact in map(_fact, standing_facts)}
    derivations = read_derivations({str(one.value.get("id")): one for one in standing_facts}, facts)
    codes = _codes(source, section, facts)
    criteria = [read_criterion(one, codes) for one in standing_criteria]
    tracks = node.texts("tracks", needed=True)
    compiled = Programme(
        ref=ref,
        content_hash=content_hash(canonical),
        canonical=canonical,
        effective_from=node.day("effective_from"),
        legal=node.text("legal", ""),
        tracks=tracks,
        transition_months=node.days("transition_months", 0),
        families=MappingProxyType(_families(section)),
        questionnaires=section.texts("questionnaires", needed=True),
        evidence_types=codes.evidence_types,
        facts=MappingProxyType(facts),
        derivations=derivations,
        criteria=MappingProxyType({criterion.id: criterion for criterion in criteria}),
        minor_tolerance=_tolerance(section.at("scoring")),
        procedure=_procedure(source, section, facts, tracks),
    )
    _check(node, compiled, codes)
    outcomes = section.maybe_at("outcomes")
    if outcomes is not None:
        _check_outcomes(outcomes)
    return compiled


def _origins(node: Node) -> dict[str, str]:
    overrides = node.maybe_at("overrides")
    if overrides is None:
        return {}
    for name in SECTIONS:
        overrides.get(name)
    overrides.done()
    return {name: f"{overrides.path}.{name}" for name in overrides.value}


def _under(node: Node, it: Resolved) -> Node:
    return Node(it.item, node.path, node.faults, it.origins)


def _plain(nodes: list[Node]) -> list[Plain]:
    return [node.value for node in nodes]


def _fact(node: Node) -> Fact:
    derived = node.get("derived_if") is not None
    id_ = node.text("id")
    title = Title("", "") if node.get("title") is None else node.title()
    fact = Fact(id_, title, node.word("type", FactType), node.texts("options"), derived)
    if bool(fact.options) is (fact.type is FactType.BOOLEAN):
        node.fault("options", "options_misplaced", "for a choice or a list, and only there")
    node.done()
    return fact


def _families(section: Node) -> dict[str, Title]:
    families: dict[str, Title] = {}
    for node in section.items("families"):
        families[node.text("id")] = node.title()
        node.done()
    return families


def _codes(source: Source, section: Node, facts: Mapping[str, Fact]) -> Codes:
    return Codes(
        facts=facts,
        families=frozenset(node.text("id") for node in section.items("families")),
        questionnaires=frozenset(section.texts("questionnaires")),
        evidence_types=frozenset(section.texts("evidence_types", needed=True)),
        legal=_declared(source.root, "legal_sources"),
        sources=_declared(source.root, "sources"),
    )


def _declared(root: Node, key: str) -> frozenset[str]:
    node = root.maybe_at(key)
    return frozenset() if node is None else frozenset(node.value)


def _procedure(source: Source, section: Node, facts: Mapping[str, Fact], tracks: tuple[str, ...]) -> Procedure:
    node = section.maybe_at("procedure")
    months = source.root.at("programme").days("listing_duration_months", 0) if node is None else 0
    return criteria_only(facts, tracks, months) if node is None else read_procedure(node, facts)


def _tolerance(scoring: Node) -> int:
    for note in ("family_score", "rounding", "global_score", "score_is"):
        scoring.text(note, "")
    tolerance = scoring.whole("minor_tolerance")
    scoring.done()
    return tolerance


def _check(node: Node, programme: Programme, codes: Codes) -> None:
    if programme.legal and programme.legal not in codes.legal:
        node.fault("legal", "legal_code_unknown", programme.legal)
    for code in node.texts("provenance"):
        if code not in codes.sources:
            node.fault("provenance", "provenance_code_unknown", code)
    fact = programme.facts.get(programme.procedure.typologies.fact)
    if fact is not None and not set(programme.tracks) <= set(fact.options):
        node.fault("tracks", "track_unknown", f"one of {', '.join(fact.options)}")
    rule = programme.procedure.ecoscore
    suggested = programme.criteria.get(rule.suggests) if rule else None
    if rule and (suggested is None or not isinstance(suggested.answer, ScoreAnswer)):
        node.faults.append(Fault("procedure.ecoscore.suggests", "criterion_not_a_score", f"version {programme.ref}"))
    node.done()


def _check_outcomes(node: Node) -> None:
    if set(node.texts("conformity")) != set(Conformity):
        node.fault("conformity", "outcomes_differ", ", ".join(Conformity))
    if set(node.texts("suggested_opinion")) != set(Opinion):
        node.fault("suggested_opinion", "outcomes_differ", ", ".join(Opinion))
    node.done()
