"""Small files, small functions, little nesting: where it has to be otherwise, it is listed with the reason."""

import ast

from tests.architecture.sources import sources

LONGEST_FILE, LONGEST_FUNCTION, DEEPEST_NESTING = 200, 40, 3
LONGEST_TEST_FILE = 300
SHIPPED = ("services", "shared", "deploy")
BRANCHING = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)

LONG_FILES = {
    "deploy/console/journal/exports.py": 209,  # what is written and how it is read, side by side
    "deploy/console/parked/commands.py": 212,  # seven options each, for four commands
}
LONG_FUNCTIONS: dict[str, int] = {}
DEEP_FUNCTIONS = {
    "deploy/console/config/checks/position_check.py::check_positions": 4,  # two connections, each closed again
    "deploy/console/journal/exports.py::write_export": 4,  # a file over a cursor in a transaction
    "deploy/console/programme/impact.py::impacts": 4,  # a progress bar around a cursor in a transaction
}


def over(cap: int, sizes: dict[str, int], allowed: dict[str, int]) -> dict[str, int]:
    """What is larger than the cap, and than it is allowed to be."""
    return {name: size for name, size in sizes.items() if size > max(cap, allowed.get(name, 0))}


def no_longer_needed(cap: int, sizes: dict[str, int], allowed: dict[str, int]) -> list[str]:
    """Exceptions that are gone, or could be tighter."""
    return [name for name, most in allowed.items() if sizes.get(name, 0) <= cap or sizes[name] < most]


def file_sizes(*folders: str) -> dict[str, int]:
    return {source.name: source.lines for source in sources(*(folders or SHIPPED))}


def function_sizes() -> dict[str, int]:
    """The longest of those with the same name in a file, from `def` to its last line."""
    sizes: dict[str, int] = {}
    for source in sources(*SHIPPED):
        for name, node in source.functions():
            sizes[name] = max(sizes.get(name, 0), (node.end_lineno or 0) - node.lineno + 1)
    return sizes


def nesting_of(body: list[ast.stmt]) -> int:
    """How many branching statements stand inside one another; an `elif` is no deeper than its `if`."""
    deepest = 0
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        inner = max((nesting_of(block) for block in blocks_of(node)), default=0)
        deepest = max(deepest, inner + isinstance(node, BRANCHING))
    return deepest


def blocks_of(node: ast.stmt) -> list[list[ast.stmt]]:
    blocks = [getattr(node, name, []) for name in ("body", "finalbody")]
    blocks += [one.body for name in ("handlers", "cases") for one in getattr(node, name, [])]
    otherwise = getattr(node, "orelse", [])
    elif_ = len(otherwise) == 1 and isinstance(node, ast.If) and isinstance(otherwise[0], ast.If)
    return blocks + (blocks_of(otherwise[0]) if elif_ else [otherwise])


def nestings() -> dict[str, int]:
    found: dict[str, int] = {}
    for source in sources(*SHIPPED):
        for name, node in source.functions():
            found[name] = max(found.get(name, 0), nesting_of(node.body))
    return found


def test_no_file_is_longer_than_two_hundred_lines() -> None:
    assert over(LONGEST_FILE, file_sizes(), LONG_FILES) == {}
    assert no_longer_needed(LONGEST_FILE, file_sizes(), LONG_FILES) == []


def test_no_file_of_tests_is_longer_than_three_hundred_lines() -> None:
    assert over(LONGEST_TEST_FILE, file_sizes("tests"), {}) == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    assert over(LONGEST_FUNCTION, function_sizes(), LONG_FUNCTIONS) == {}
    assert no_longer_needed(LONGEST_FUNCTION, function_sizes(), LONG_FUNCTIONS) == []


def test_no_function_is_nested_deeper_than_three() -> None:
    assert over(DEEPEST_NESTING, nestings(), DEEP_FUNCTIONS) == {}
    assert no_longer_needed(DEEPEST_NESTING, nestings(), DEEP_FUNCTIONS) == []


def test_half_of_the_files_have_no_more_than_ninety_lines() -> None:
    sizes = sorted(size for size in file_sizes().values() if size > 1)

    assert sizes[len(sizes) // 2] <= 90


def test_nesting_is_counted_as_readers_count_it() -> None:
    flat = ast.parse("if a:\n    pass\nelif b:\n    pass\nelse:\n    pass")
    deep = ast.parse("for a in b:\n    try:\n        pass\n    except E:\n        if c:\n            pass")

    assert (nesting_of(flat.body), nesting_of(deep.body)) == (1, 3)
