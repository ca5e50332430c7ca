"""Every fault of a text has a sentence for people, in both languages."""

import re

import pytest

from services.evaluation.evaluation.pages.words import WORDS as OF_EVALUATORS
from services.intake.questionnaire.pages.words import WORDS as OF_PUBLISHERS
from shared.http.language import Language, Words, said
from tests.architecture.sources import sources

RAISED = re.compile(r'TextFault\("([a-z_]+)"|, "(text_[a-z_]+)", "')
CODES = sorted({code for source in sources("shared/texts") for pair in RAISED.findall(source.path.read_text("utf-8"))
                for code in pair if code} | {"not_a_code", "address_port"})  # fmt: skip


@pytest.mark.parametrize("words", [OF_EVALUATORS, OF_PUBLISHERS], ids=["evaluators", "publishers"])
@pytest.mark.parametrize("code", CODES)
def test_each_fault_is_said_in_french_and_in_english(code: str, words: Words) -> None:
    french, english = (said(words, one, f"fault_{code}", detail="at most 3") for one in Language)

    assert french and english and french != english


def test_the_faults_of_texts_are_found_in_their_source() -> None:
    assert {"length", "text_direction", "text_invisible", "address_host", "too_many"} <= set(CODES)
