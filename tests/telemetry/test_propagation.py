import pytest

from shared.telemetry.propagation import TraceParent, current_traceparent, is_sampled, new_traceparent, parse, within

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_traceparent_is_read_as_the_standard_writes_it() -> None:
    assert parse(PARENT) == TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01")
    assert str(parse(PARENT)) == PARENT


def test_a_later_version_may_say_more() -> None:
    assert parse("cc" + PARENT[2:] + "-what-comes-next") == parse(PARENT)


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "",
        "junk",
        PARENT.upper(),
        PARENT[:-1],
        PARENT + "\n",
        PARENT + "-more",
        "ff" + PARENT[2:],
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
    ],
)
def test_a_broken_one_starts_a_new_trace(broken: str | None) -> None:
    assert parse(broken) is None
    fresh = parse(new_traceparent(broken))
    assert fresh is not None
    assert not fresh.sampled


def test_a_child_stays_in_the_trace_with_a_span_of_its_own() -> None:
    child = parse(new_traceparent(PARENT))

    assert child is not None
    assert (child.trace_id, child.flags) == ("0af7651916cd43dd8448eb211c80319c", "01")
    assert child.span_id != "b7ad6b7169203331"


def test_sampled_is_the_last_bit_of_the_flags() -> None:
    assert is_sampled(PARENT)
    assert is_sampled(PARENT[:-2] + "03")
    assert not is_sampled(PARENT[:-2] + "02")
    assert not is_sampled(None)
    assert is_sampled(new_traceparent(None, sampled=True))


def test_the_current_one_is_that_of_the_innermost_block() -> None:
    assert current_traceparent() is None
    with within(PARENT):
        with within("inner"):
            assert current_traceparent() == "inner"
        assert current_traceparent() == PARENT
    assert current_traceparent() is None
