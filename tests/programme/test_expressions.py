"""Applicability expressions: what they mean, and where they are wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.programme.expressions import compiled
from shared.programme.facts import Fact, FactType, known
from shared.programme.tokens import ExpressionRefused
from shared.programme.vocabulary import Title

TITLE = Title("Question ?", "Question?")
DECLARED = {
    "uses_ai": Fact("uses_ai", TITLE, FactType.BOOLEAN),
    "paid": Fact("paid", TITLE, FactType.BOOLEAN),
    "reimbursed": Fact("reimbursed", TITLE, FactType.BOOLEAN),
    "track": Fact("track", TITLE, FactType.CHOICE, ("with_exchange", "without_exchange")),
    "form": Fact("form", TITLE, FactType.LIST, ("mobile_application", "web_site")),
}


def holds(source: str, **facts: object) -> bool | None:
    return compiled(source, DECLARED).holds(known(DECLARED, facts))


def test_and_binds_tighter_than_or() -> None:
    assert holds("paid or uses_ai and reimbursed", paid=True, uses_ai=False, reimbursed=False) is True
    assert holds("(paid or uses_ai) and reimbursed", paid=True, uses_ai=False, reimbursed=False) is False


def test_not_binds_tighter_than_and() -> None:
    assert holds("not paid and uses_ai", paid=False, uses_ai=False) is False
    assert holds("not (paid and uses_ai)", paid=False, uses_ai=False) is True


def test_not_denies_a_whole_comparison() -> None:
    assert holds('not track == "with_exchange"', track="without_exchange") is True


def test_a_choice_is_compared_with_a_text_in_either_quotes() -> None:
    assert holds('track == "with_exchange"', track="with_exchange") is True
    assert holds("track != 'with_exchange'", track="with_exchange") is False


def test_a_text_is_looked_for_in_a_list() -> None:
    assert holds('"web_site" in form', form=["mobile_application", "web_site"]) is True
    assert holds('"web_site" not in form', form=["mobile_application"]) is True
    assert holds('"web_site" in form', form=[]) is False


def test_flags_are_compared_with_true_and_false() -> None:
    assert holds("uses_ai == false", uses_ai=False) is True
    assert holds("uses_ai != paid", uses_ai=True, paid=False) is True


def test_true_is_always_true() -> None:
    assert holds("true") is True
    assert holds("not true") is False


@pytest.mark.parametrize(
    "source", ["uses_ai", "not uses_ai", "uses_ai == true", 'track == "with_exchange"', '"web_site" in form']
)
def test_an_unknown_fact_leaves_the_condition_unknown(source: str) -> None:
    assert holds(source) is None


def test_an_unknown_fact_that_does_not_matter_is_no_obstacle() -> None:
    assert holds("paid and uses_ai", paid=False) is False
    assert holds("paid or uses_ai", paid=True) is True


@pytest.mark.parametrize("value", ["yes", 1, 0, None, ["with_exchange"]])
def test_a_fact_of_the_wrong_type_is_unknown(value: object) -> None:
    assert holds("uses_ai", uses_ai=value) is None


def test_an_unlisted_option_is_unknown() -> None:
    assert holds('track == "with_exchange"', track="sideways") is None
    assert holds('"web_site" in form', form=["web_site", "fax"]) is None


def test_the_facts_that_are_read_are_told() -> None:
    assert compiled('paid and "web_site" in form', DECLARED).facts == {"paid", "form"}


@pytest.mark.parametrize(
    ("source", "position", "code"),
    [
        ("", 1, "unexpected_word"),
        ("paid and", 9, "unexpected_word"),
        ("paid paid", 6, "unexpected_word"),
        ("(paid", 6, "unexpected_word"),
        ("paid)", 5, "unexpected_word"),
        ("paid not uses_ai", 10, "unexpected_word"),
        ("paid = true", 6, "unexpected_character"),
        ('track == "with', 10, "unexpected_character"),
        ("paid.real", 5, "unexpected_character"),
        ("paid(1)", 6, "unexpected_character"),
        ("paid()", 5, "unexpected_word"),
        ("paid == true == true", 14, "unexpected_word"),
        ("paid and ufo", 10, "undeclared_fact"),
        ("track", 1, "type_clash"),
        ("paid and form", 10, "type_clash"),
        ('not "web_site"', 5, "type_clash"),
        ('paid == "with_exchange"', 6, "type_clash"),
        ("form == form", 6, "type_clash"),
        ("track in track", 7, "type_clash"),
        ("paid in form", 6, "type_clash"),
        ('track == "sideways"', 10, "not_an_option"),
        ('"fax" in form', 1, "not_an_option"),
    ],
)
def test_what_is_wrong_is_told_with_its_column(source: str, position: int, code: str) -> None:
    with pytest.raises(ExpressionRefused) as refusal:
        compiled(source, DECLARED)

    assert [(one.position, one.code) for one in refusal.value.faults] == [(position, code)]


def test_an_expression_without_end_is_refused() -> None:
    with pytest.raises(ExpressionRefused, match="expression_too_long"):
        compiled("paid or " * 300 + "paid", DECLARED)


@pytest.mark.parametrize("source", ["(" * 50 + "paid" + ")" * 50, "not " * 50 + "paid"])
def test_an_expression_too_deep_is_refused(source: str) -> None:
    with pytest.raises(ExpressionRefused, match="expression_too_deep"):
        compiled(source, DECLARED)


FLAGS = st.sampled_from(["uses_ai", "paid", "reimbursed", "true", "false"])
EXPRESSIONS = st.recursive(
    FLAGS,
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
        st.builds("({}) == ({})".format, inner, inner),
    ),
    max_leaves=6,
)


@given(EXPRESSIONS, st.dictionaries(st.sampled_from(["uses_ai", "paid", "reimbursed"]), st.booleans()))
def test_what_is_decided_stays_so_whatever_the_unknown_facts_turn_out_to_be(
    source: str, facts: dict[str, bool]
) -> None:
    early = holds(source, **facts)

    if early is not None:
        assert holds(source, **{"uses_ai": True, "paid": True, "reimbursed": True, **facts}) is early
        assert holds(source, **{"uses_ai": False, "paid": False, "reimbursed": False, **facts}) is early


@given(EXPRESSIONS, st.fixed_dictionaries({name: st.booleans() for name in ("uses_ai", "paid", "reimbursed")}))
def test_with_every_fact_known_the_meaning_is_that_of_plain_logic(source: str, facts: dict[str, bool]) -> None:
    plain = eval(source.replace("true", "True").replace("false", "False"), {}, facts)  # noqa: S307  the oracle of the test

    assert holds(source, **facts) is plain
