"""Every code that the engine may tell has a sentence in both languages."""

import ast
import re
from pathlib import Path

import shared.programme
from shared.programme.evidence import EvidenceStatus
from shared.programme.sentences import SENTENCES, says
from shared.programme.vocabulary import CriterionState, Title

ROOT = Path(shared.programme.__file__).parent
TELLS = {"fault", "Fault", "ExpressionError", "Support", "CriterionResult", "NotAssessable"}
CODE = re.compile(r"[a-z]+(_[a-z]+)+|repeated")
NO_CODE = {"applies_if", "derived_if", "max_age_days", "min_items", "max_length", "na_reasons", "effective_from"}
NO_CODE |= {"any_of", "suggested_opinion", "schema_version", "criteria_per_listing"}


def codes_written() -> set[str]:
    """The texts that look like codes, among the arguments of what tells a fault or a reason."""
    found: set[str] = set()
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in TELLS:
                texts = (one.value for one in node.args if isinstance(one, ast.Constant))
                found |= {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}
    return found - NO_CODE


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_code_has_a_sentence_in_both_languages() -> None:
    codes = (
        codes_written()
        | set(CriterionState)
        | {f"evidence_{one}" for one in (EvidenceStatus.REFUSED, EvidenceStatus.WITHDRAWN)}
    )

    assert codes - SENTENCES.keys() == set()
    assert all(one.fr and one.en and one.fr != one.en for one in SENTENCES.values())
    assert len(codes) > 70


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert says("title_empty") == Title("Écrivez l'intitulé dans cette langue.", "Write the title in this language.")
    assert says("moon_phase") == Title("moon_phase", "moon_phase")
