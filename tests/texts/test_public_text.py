"""What people write for others to read: kept as they meant it, refused where it would mislead."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.texts.public_text import PublicText, SourceText
from shared.texts.rule import TextFault

NAME = PublicText(200)
TEXT = PublicText(2000, lines=True)


def fault(rule: PublicText | SourceText, text: str) -> str:
    with pytest.raises(TextFault) as caught:
        rule.checked(text)
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "length"),
        ("   ", "length"),
        ("x" * 201, "length"),
        ("x" * 1_000_000, "length"),
        ("\u200b", "text_invisible"),
        ("\u00ad\ufeff", "text_invisible"),
        ("\u0301", "text_invisible"),
        ("\u3164", "text_invisible"),
        ("\u2800", "text_invisible"),
        ("Carnet\U000e0041", "text_invisible"),
        ("Carnet\U00013430", "text_invisible"),
        ("Carnet\U000e0100", "text_invisible"),
        ("Carnet\u202e", "text_direction"),
        ("Carnet\u2066", "text_direction"),
        ("Carnet\u200f", "text_direction"),
        ("Carnet\x1b[31m", "text_control"),
        ("Carnet\x00", "text_control"),
        ("Carnet\x85de bord", "text_control"),
        ("Carnet\u2028de bord", "text_control"),
        ("Carnet\ud800", "text_no_character"),
        ("Carnet\ue000", "text_no_character"),
        ("Carnet\uffff", "text_no_character"),
        ("Carnet\U0001fffe", "text_no_character"),
        ("Carnet\nde bord", "text_one_line"),
        ("Carnet\tde bord", "text_one_line"),
        ("Z" + "\u0335" * 7, "text_marks"),
    ],
)
def test_a_name_that_would_mislead_is_refused_with_its_reason(text: str, code: str) -> None:
    assert fault(NAME, text) == code


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Carnet de tension ", "Carnet de tension"),
        ("co\u00adopératif", "coopératif"),
        ("e\u0301te\u0301", "été"),
        ("a\u200db", "ab"),
        ("« L’œuvre »", "« L’œuvre »"),
        ("Santé\u00a0+", "Santé\u00a0+"),
        ("فارسی\u200cها", "فارسی\u200cها"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨\u200d👩\u200d👧 ❤\ufe0f"),
    ],
)
def test_a_name_is_kept_as_it_was_meant(text: str, kept: str) -> None:
    assert NAME.checked(text) == kept


def test_a_text_may_have_lines_whichever_system_typed_them() -> None:
    assert TEXT.checked("un\r\ndeux\rtrois\n\tquatre\n") == "un\ndeux\ntrois\n\tquatre"


def test_a_source_is_kept_to_the_byte_or_refused() -> None:
    source = SourceText(100)

    assert source.checked("\ufeff a:\r\n  - b\n\n") == "\ufeff a:\r\n  - b\n\n"
    assert fault(source, "a: \u202e") == "text_direction"


@given(st.text(max_size=60))
def test_what_is_kept_is_visible_and_kept_the_same_again(text: str) -> None:
    try:
        kept = TEXT.checked(text)
    except TextFault:
        return
    assert TEXT.checked(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not {"Cc", "Cs", "Co"} & {unicodedata.category(one) for one in kept.replace("\n", "").replace("\t", "")}
