"""Applicability expressions: checked against the declared facts, compiled once, evaluated in three-valued logic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from shared.programme.facts import Fact, FactType
from shared.programme.logic import Known, Test, Truth, conjunction, disjunction, negation
from shared.programme.syntax import Comparison, Inverse, Literal, Name, Node, Series, parse
from shared.programme.tokens import ExpressionError, ExpressionRefused

Value = Callable[[Known], object]


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition on facts: its source, the facts that it reads, and its compiled test."""

    source: str
    facts: frozenset[str]
    test: Test = field(repr=False, compare=False)

    def holds(self, known: Known) -> Truth:
        """True, false, or None while a fact that matters is unknown."""
        return self.test(known)


def compiled(source: str, declared: Mapping[str, Fact]) -> Expression:
    """Read, check and compile an expression; `ExpressionRefused` tells everything wrong, each with its column."""
    compiler = _Compiler(declared)
    try:
        test = compiler.test(parse(source))
    except ExpressionError as error:
        raise ExpressionRefused((error,)) from None
    if compiler.faults:
        raise ExpressionRefused(tuple(compiler.faults))
    return Expression(source, frozenset(compiler.facts), test)


class _Compiler:
    def __init__(self, declared: Mapping[str, Fact]) -> None:
        self._declared = declared
        self.facts: set[str] = set()
        self.faults: list[ExpressionError] = []

    def test(self, node: Node) -> Test:
        """Compile what must be true or false; what is wrong in an operand hides nothing of the others."""
        match node:
            case Series("and", operands):
                return conjunction(tuple(self.test(operand) for operand in operands))
            case Series(_, operands):
                return disjunction(tuple(self.test(operand) for operand in operands))
            case Inverse(operand):
                return negation(self.test(operand))
        try:
            return self._single(node)
        except ExpressionError as error:
            self.faults.append(error)
            return _never

    def _single(self, node: Node) -> Test:
        match node:
            case Comparison():
                return self._comparison(node)
            case Literal(bool(value)):
                return lambda known: value
            case Name(fact) if self._fact(node).type is FactType.BOOLEAN:
                return _truth_of(fact)
            case _:
                raise ExpressionError(node.position, "type_clash", "true or false expected here")

    def _comparison(self, node: Comparison) -> Test:
        test = self._membership(node) if node.word == "in" else self._equality(node)
        return negation(test) if node.inverted else test

    def _equality(self, node: Comparison) -> Test:
        types = {self._type(node.left), self._type(node.right)}
        if len(types) > 1 or FactType.LIST in types:
            raise ExpressionError(node.position, "type_clash", "both sides must be texts, or both true or false")
        self._options_agree(node.left, node.right)
        self._options_agree(node.right, node.left)
        left, right = self._value(node.left), self._value(node.right)

        def equal(known: Known) -> Truth:
            first, second = left(known), right(known)
            return None if first is None or second is None else first == second

        return equal

    def _membership(self, node: Comparison) -> Test:
        if self._type(node.left) is not FactType.CHOICE or self._type(node.right) is not FactType.LIST:
            raise ExpressionError(node.position, "type_clash", "a text on the left of 'in', a list on its right")
        self._options_agree(node.left, node.right)
        left, right = self._value(node.left), self._value(node.right)

        def among(known: Known) -> Truth:
            item, items = left(known), right(known)
            return item in items if item is not None and isinstance(items, frozenset) else None

        return among

    def _options_agree(self, literal: Node, fact: Node) -> None:
        if not isinstance(literal, Literal) or not isinstance(fact, Name) or isinstance(literal.value, bool):
            return
        options = self._fact(fact).options
        if literal.value not in options:
            raise ExpressionError(literal.position, "not_an_option", f"{fact.id} is one of {', '.join(options)}")

    def _type(self, node: Node) -> FactType:
        match node:
            case Name():
                return self._fact(node).type
            case Literal(str()):
                return FactType.CHOICE
            case _:
                return FactType.BOOLEAN

    def _value(self, node: Node) -> Value:
        match node:
            case Name(fact) if self._fact(node).type is not FactType.BOOLEAN:
                return lambda known: known.get(fact)
            case Literal(str(text)):
                return lambda known: text
            case _:
                return self.test(node)

    def _fact(self, name: Name) -> Fact:
        fact = self._declared.get(name.id)
        if fact is None:
            raise ExpressionError(name.position, "undeclared_fact", f"'{name.id}' is no declared fact")
        self.facts.add(name.id)
        return fact


def _never(known: Known) -> Truth:
    return False


def _truth_of(fact: str) -> Test:
    def truth(known: Known) -> Truth:
        value = known.get(fact)
        return value if isinstance(value, bool) else None

    return truth
