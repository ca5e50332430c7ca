"""From law to line: each rule with its law, its functions and its tests."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from deploy.docs.citations import cited
from deploy.docs.reference.services import acts
from deploy.docs.reference.table import anchor, first_sentence, table
from shared.acts.act import AnyAct

ROOT = Path(__file__).parents[3]
RULE = re.compile(r"\b[A-Z]-\d{2}\b")
INTRODUCTION = """# Rules

Each rule of the code: the law that it follows, the functions that carry it out, and the tests that prove it.
"""


def page() -> str:
    """A table per service; a row per rule."""
    parts = [INTRODUCTION]
    by_service: dict[str, dict[str, list[AnyAct]]] = {}
    for service, _, act in acts():
        by_service.setdefault(service.name, {}).setdefault(act.rule, []).append(act)
    for name, rules in by_service.items():
        tests = tested(name)
        rows = (_row(rule, of, tests.get(rule, [])) for rule, of in sorted(rules.items()))
        parts += [f"## {name.capitalize()}\n", table(("rule", "what happens", "law", "function", "tests"), rows)]
    return "\n".join(parts)


def _row(rule: str, of: list[AnyAct], tests: list[Path]) -> tuple[str, ...]:
    law = ", ".join(
        dict.fromkeys(f"[{_label(one.page, one.id, one.cited)}](../law/{one.link})" for one in cited(of[0].source))
    )
    functions = ", ".join(dict.fromkeys(f"[`{act.name}`](../../{_file(act)})" for act in of))
    proofs = ", ".join(f"[`{path.stem}`](../../{path.relative_to(ROOT).as_posix()})" for path in tests)
    return f"{anchor(rule.lower())}{rule}", _what(of[0]), law, functions, proofs


def _what(act: AnyAct) -> str:
    """What happens, without the codes that it may be refused with."""
    return re.split(r" (?=Refused:|Invalid:)", first_sentence(act.__doc__))[0]


def _label(page: str, id_: str, words: str) -> str:
    section = re.match(r"s(\d+(?:-\d+)?)(?:-(.*))?$", id_)
    if page in ("process", "criteria") and section:
        return " ".join([page, section[1].replace("-", "."), *(section[2] or "").split("-")]).strip()
    return words if page == "sources" else f"{page} {id_.replace('-', ' ')}".strip()


def _file(act: AnyAct) -> str:
    return Path(inspect.getfile(act.function)).relative_to(ROOT).as_posix()


def tested(service: str) -> dict[str, list[Path]]:
    """The tests that the table in a service's README names for each of its rules."""
    files = {path.stem: path for path in sorted((ROOT / "tests" / service).rglob("test_*.py"))}
    found: dict[str, list[Path]] = {}
    for cells in _cells(service):
        names = [Path(word).stem for word in re.findall(r"`([^`]+)`", cells[-1])]
        for rule in RULE.findall(cells[0]):
            found.setdefault(rule, []).extend(files[name] for name in names if name in files)
    return found


def _cells(service: str) -> Iterator[list[str]]:
    for line in (ROOT / "services" / service / "README.md").read_text("utf-8").splitlines():
        cells = [one.strip() for one in line.strip("|").split("|")]
        if line.startswith("|") and RULE.search(cells[0]):
            yield cells
