"""A document is refused whole, with everything wrong in it told at once (criteria.md 4.1)."""

import pytest

from shared.programme.faults import ProgrammeRefused
from shared.programme.loading import PUBLISHED
from shared.programme.reading.document import read_document
from tests.programme.documents import ABSENT, changed, refusals, yaml_refusals

SEC_07 = "criteria/SEC-07"
V3 = "programme/versions/3.0.0"


def test_the_shipped_document_is_accepted() -> None:
    assert refusals(changed("programme/notice", "a draft")) == []


@pytest.mark.parametrize(
    ("place", "value", "path", "code"),
    [
        (f"{SEC_07}/applies_if", "has_wings", "criteria.SEC-07.applies_if", "undeclared_fact"),
        (f"{SEC_07}/applies_if", "true and", "criteria.SEC-07.applies_if", "unexpected_word"),
        (f"{SEC_07}/applies_if", "track", "criteria.SEC-07.applies_if", "type_clash"),
        (f"{SEC_07}/threshold", ABSENT, "criteria.SEC-07.threshold", "discriminating_without_threshold"),
        (f"{SEC_07}/severity", ABSENT, "criteria.SEC-07.severity", "word_unknown"),
        (f"{SEC_07}/threshold/value", 366, "criteria.SEC-07.threshold", "threshold_outside_domain"),
        (f"{SEC_07}/threshold", {"op": "is_true"}, "criteria.SEC-07.threshold", "threshold_outside_domain"),
        (f"{SEC_07}/threshold/op", "around", "criteria.SEC-07.threshold.op", "threshold_unknown"),
        (f"{SEC_07}/answer/type", "mood", "criteria.SEC-07.answer.type", "answer_type_unknown"),
        (f"{SEC_07}/answer/max", 0, "criteria.SEC-07.answer.max", "range_empty"),
        (f"{SEC_07}/answer/scale/best", 90, "criteria.SEC-07.answer.scale.best", "range_empty"),
        (f"{SEC_07}/legal", ["ARR-1789"], "criteria.SEC-07.legal", "legal_code_unknown"),
        (f"{SEC_07}/provenance/detail", ["HEARSAY"], "criteria.SEC-07.provenance.detail", "provenance_code_unknown"),
        (f"{SEC_07}/title/fr", " ", "criteria.SEC-07.title.fr", "title_empty"),
        (f"{SEC_07}/title/en", "", "criteria.SEC-07.title.en", "title_empty"),
        (f"{SEC_07}/title/en", "Encrypt\u202e", "criteria.SEC-07.title.en", "text_direction"),
        (f"{SEC_07}/title/fr", "Chiffrer\x1b", "criteria.SEC-07.title.fr", "text_control"),
        (f"{SEC_07}/family", "ART", "criteria.SEC-07.family", "family_unknown"),
        (f"{SEC_07}/weight", -1, "criteria.SEC-07.weight", "whole_number_expected"),
        (f"{SEC_07}/evidence/any_of", ["rumour"], "criteria.SEC-07.evidence.any_of", "evidence_type_unknown"),
        (f"{SEC_07}/evidence/any_of", [], "criteria.SEC-07.evidence.any_of", "evidence_without_type"),
        (f"{SEC_07}/na_policy", "justified", "criteria.SEC-07.na_reasons", "justified_without_reasons"),
        (f"{SEC_07}/na_reasons", ["tired"], "criteria.SEC-07.na_reasons", "reasons_without_policy"),
        (f"{SEC_07}/treshold", {"op": "is_true"}, "criteria.SEC-07.treshold", "key_unknown"),
        (f"{SEC_07}/since", "1.5.0", "criteria.SEC-07.since", "version_unknown"),
        (f"{SEC_07}/until", "0.0.9", "criteria.SEC-07.until", "version_unknown"),
        (f"{SEC_07}/overrides", {"3.0.0": {"id": "SEC-77"}}, "criteria.SEC-07.overrides.3.0.0.id", "override_refused"),
        (f"{SEC_07}/overrides", {"3.0.0": "harder"}, "criteria.SEC-07.overrides.3.0.0", "mapping_expected"),
        ("criteria/SEC-E1/overrides", {"1.0.0": {"weight": 2}}, "criteria.SEC-E1.overrides.1.0.0",
         "override_never_holds"),
        (f"{SEC_07}/evidence/max_age_days", 99_999_999, "criteria.SEC-07.evidence.max_age_days", "number_too_large"),
        ("criteria/URB-01/threshold/value", False, "criteria.URB-01.threshold.value", "threshold_value_misplaced"),
        ("facts/uses_ai/derived_if", "uses_ai or paid", "facts.uses_ai.derived_if", "derivation_cycle"),
        ("facts/uses_ai/derived_if", "rich", "facts.uses_ai.derived_if", "undeclared_fact"),
        ("facts/track/derived_if", "paid", "facts.track.derived_if", "derived_not_boolean"),
        ("procedure/deadlines/decision/count", 40_000, "procedure.deadlines.decision.count", "number_too_large"),
        ("procedure/renewal/reminders", [40_000], "procedure.renewal.reminders", "whole_numbers_expected"),
        (f"{SEC_07}/overrides", {"4.0.0": {}}, "criteria.SEC-07.overrides.4.0.0", "version_unknown"),
        ("criteria/INT-07/until", "1.0.0", "criteria.INT-07.until", "never_stands"),
        ("criteria/URB-05/threshold", {"op": "at_least", "value": "oui"}, "criteria.URB-05.threshold",
         "informative_with_threshold"),
        ("criteria/URB-03/threshold/value", "biometrie", "criteria.URB-03.threshold", "threshold_outside_domain"),
        ("criteria/URB-12/threshold/op", "at_least", "criteria.URB-12.threshold.value", "text_expected"),
        ("criteria/URB-03/presumed_met/if", "rich", "criteria.URB-03.presumed_met.if", "undeclared_fact"),
        ("criteria/URB-03/presumed_met/since", "9.9.9", "criteria.URB-03.presumed_met.since", "version_unknown"),
        ("facts/uses_ai/type", "mood", "facts.uses_ai.type", "word_unknown"),
        ("facts/track/options", [], "facts.track.options", "options_misplaced"),
        (f"{V3}/version", "3", "programme.versions.3.version", "version_malformed"),
        (f"{V3}/effective_from", "soon", "programme.versions.3.0.0.effective_from", "day_expected"),
        (f"{V3}/effective_from", "2023-01-01", "programme.versions", "versions_out_of_order"),
        (f"{V3}/tracks", ["by_mail"], "programme.versions.3.0.0.tracks", "track_unknown"),
        (f"{V3}/legal", "ARR-1789", "programme.versions.3.0.0.legal", "legal_code_unknown"),
        (f"{V3}/overrides", {"criteria": []}, "programme.versions.3.0.0.overrides.criteria", "key_unknown"),
        ("scoring/minor_tolerance", -1, "scoring.minor_tolerance", "whole_number_expected"),
        ("outcomes/conformity", ["fine"], "outcomes.conformity", "outcomes_differ"),
        ("schema_version", "2", "schema_version", "schema_version_unknown"),
        ("procedure/deadlines/decision/unit", "moons", "procedure.deadlines.decision.unit", "word_unknown"),
        ("procedure/deadlines/decision/count", 0, "procedure.deadlines.decision.count", "period_empty"),
        ("procedure/deadlines/decision/on_expiry", "grant", "procedure.deadlines.decision.on_expiry", "word_unknown"),
        ("procedure/prerequisites/tests_required_before", "lunch", "procedure.prerequisites.tests_required_before",
         "word_unknown"),
        ("procedure/typologies/fact", "paid", "procedure.typologies.fact", "undeclared_fact"),
        ("procedure/sampling/strata/with_exchange/rate", 1.5, "procedure.sampling.strata.with_exchange.rate",
         "rate_above_one"),
        ("procedure/ladder/rungs/SUSPENSION/deadline", "soon", "procedure.ladder.rungs.SUSPENSION.deadline",
         "deadline_unknown"),
        ("procedure/changes/triggers/hosting", "HUGE", "procedure.changes.triggers.hosting", "change_class_unknown"),
        ("procedure/validity", ABSENT, "procedure.validity", "mapping_expected"),
    ],
)  # fmt: skip
def test_a_spoilt_document_is_refused(place: str, value: object, path: str, code: str) -> None:
    assert (path, code) in refusals(changed(place, value))


def test_an_id_is_used_once() -> None:
    document = changed("schema_version", "1")
    document["criteria"].append(dict(document["criteria"][0]))

    assert refusals(document) == [("criteria.88.id", "id_repeated")]


def test_an_id_of_the_procedure_is_used_once() -> None:
    document = changed("schema_version", "1")
    document["procedure"]["ladder"]["rungs"].append(dict(document["procedure"]["ladder"]["rungs"][0]))

    assert refusals(document) == [("procedure.ladder.rungs.5.id", "id_repeated")]


def test_a_wrong_override_is_told_where_it_stands() -> None:
    document = changed("criteria/URB-03/overrides", {"3.0.0": {"threshold": {"op": "at_least", "value": "biometrie"}}})

    assert refusals(document) == [("criteria.URB-03.overrides.3.0.0.threshold", "threshold_outside_domain")]


def test_a_wrong_override_of_a_version_is_told_where_it_stands() -> None:
    override = {"procedure": {"deadlines": {"decision": {"unit": "moons"}}}}

    place = "programme.versions.3.0.0.overrides.procedure.deadlines.decision.unit"
    assert refusals(changed(f"{V3}/overrides", override)) == [(place, "word_unknown")]


def test_everything_wrong_is_told_at_once_with_its_line() -> None:
    text = PUBLISHED.read_text("utf-8")
    spoilt = text.replace("threshold: {op: lte, value: 30}", "threshold: {op: lte, value: 9999}", 1)
    spoilt = spoilt.replace("applies_if: is_medical_device", "applies_if: is_magical", 1)
    spoilt = spoilt.replace("minor_tolerance: 2", "minor_tolerance: two", 1)
    lines = spoilt.splitlines()

    faults = {(path, code): line for path, code, line in yaml_refusals(spoilt)}

    assert set(faults) == {
        ("scoring.minor_tolerance", "whole_number_expected"),
        ("criteria.URB-02.applies_if", "undeclared_fact"),
        ("criteria.SEC-07.threshold", "threshold_outside_domain"),
    }
    assert {lines[line - 1].strip().partition(":")[0] for line in faults.values() if line} == {
        "minor_tolerance",
        "applies_if",
        "threshold",
    }


@pytest.mark.parametrize("section", ["programme", "facts", "criteria", "sources", "families", "scoring"])
def test_a_document_without_a_section_is_refused_not_broken(section: str) -> None:
    assert refusals(changed(section, ABSENT)) != []


@pytest.mark.parametrize("section", ["programme", "facts", "criteria", "procedure", "labels", "evidence_types"])
@pytest.mark.parametrize("value", [None, 3, "text", [1], [{}], {"a": 1}, {"a": {}}])
def test_a_section_of_the_wrong_shape_is_refused_not_broken(section: str, value: object) -> None:
    if value is not None or section not in ("labels", "procedure"):
        assert refusals(changed(section, value)) != []


def test_every_fault_of_an_expression_is_told_with_its_column() -> None:
    document = changed("criteria/SEC-07/applies_if", 'has_wings and (paid == "yes" or track == "by_mail")')

    with pytest.raises(ProgrammeRefused) as refused:
        read_document(document)

    told = [(fault.code, fault.detail.partition(":")[0]) for fault in refused.value.faults]
    assert told == [("undeclared_fact", "column 1"), ("type_clash", "column 21"), ("not_an_option", "column 42")]


def test_a_cycle_of_derived_facts_is_told_at_each_of_them() -> None:
    document = changed("facts/uses_ai/derived_if", "paid")
    fact = next(one for one in document["facts"] if one["id"] == "paid")
    fact["derived_if"] = "reimbursed or uses_ai"

    assert refusals(document) == [
        ("facts.paid.derived_if", "derivation_cycle"),
        ("facts.uses_ai.derived_if", "derivation_cycle"),
    ]
