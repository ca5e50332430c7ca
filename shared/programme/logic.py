"""Three-valued logic of Kleene: unknown is `None`, and never silently becomes "not applicable" (criteria.md 4.2)."""

from collections.abc import Callable, Mapping

Truth = bool | None
Known = Mapping[str, object]
"""The facts known of a file, each of its declared type; an unknown fact is absent."""

Test = Callable[[Known], Truth]


def negation(test: Test) -> Test:
    """Not unknown is unknown."""

    def negated(known: Known) -> Truth:
        truth = test(known)
        return None if truth is None else not truth

    return negated


def conjunction(tests: tuple[Test, ...]) -> Test:
    """False wins over unknown, unknown over true."""

    def all_hold(known: Known) -> Truth:
        result: Truth = True
        for test in tests:
            truth = test(known)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return all_hold


def disjunction(tests: tuple[Test, ...]) -> Test:
    """True wins over unknown, unknown over false."""

    def one_holds(known: Known) -> Truth:
        result: Truth = False
        for test in tests:
            truth = test(known)
            if truth:
                return True
            if truth is None:
                result = None
        return result

    return one_holds
