"""The programme's commands: check, show, diff, evaluate."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deploy.console.main import app
from shared.programme.loading import PUBLISHED
from tests.programme.documents import changed
from tests.programme.worked import WORKED
from tests.yamls import written


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["programme", *map(str, arguments)])


def a_document(directory: Path, place: str, value: object) -> Path:
    """The shipped document with one value replaced."""
    file = directory / "programme.yaml"
    file.write_text(written(changed(place, value)))
    return file


def cases(directory: Path, *lines: object) -> Path:
    file = directory / "cases.jsonl"
    file.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return file


def without_expected(name: str) -> dict[str, object]:
    return {key: value for key, value in WORKED[name].items() if key != "expected"}


def test_a_good_document_is_told_with_its_versions() -> None:
    result = run("check", PUBLISHED)

    assert result.exit_code == 0
    assert [line.split(", sha256")[0] for line in result.stdout.splitlines()] == [
        "referencement-mes 1.0.0: 70 criteria, 27 facts, from 2022-07-05",
        "referencement-mes 2.0.0: 88 criteria, 27 facts, from 2023-10-31",
        "referencement-mes 3.0.0: 88 criteria, 27 facts, from 2026-01-01",
    ]


def test_every_fault_is_told_with_line_place_and_what_to_do(tmp_path: Path) -> None:
    source = PUBLISHED.read_text("utf-8").replace("applies_if: is_medical_device", "applies_if: is_medical or ufo", 1)
    file = tmp_path / "spoilt.yaml"
    file.write_text(source)

    result = run("check", file)

    line = source[: source.index("applies_if: is_medical or ufo")].count("\n") + 1
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"{file}:{line}: criteria.URB-02.applies_if: undeclared_fact: Declare this fact, or correct its name. "
        "(column 1: 'is_medical' is no declared fact)",
        f"{file}:{line}: criteria.URB-02.applies_if: undeclared_fact: Declare this fact, or correct its name. "
        "(column 15: 'ufo' is no declared fact)",
        "2 fault(s); nothing was loaded.",
    ]


def test_faults_are_told_in_french_and_to_machines(tmp_path: Path) -> None:
    file = a_document(tmp_path, "criteria/SEC-07/title/fr", "")

    assert "Écrivez l'intitulé dans cette langue." in run("check", file, "--language", "fr").stderr
    told = json.loads(run("check", file, "--json").stdout)
    assert (told["path"], told["code"]) == ("criteria.SEC-07.title.fr", "title_empty")
    assert told["what_to_do"]["en"] == "Write the title in this language."


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    for command in ("check", "show"):
        result = run(command, tmp_path / "none.yaml")
        assert (result.exit_code, result.stderr) == (2, f"{tmp_path}/none.yaml: No such file or directory\n")


def test_a_version_and_a_criterion_are_shown() -> None:
    assert "88 criteria, 27 facts:" in run("show", "3.0.0").stdout
    shown = run("show", "3.0.0", "--criterion", "URB-03").stdout
    assert "  threshold: at_least substantiel\n" in shown
    assert "  presumed met if: reimbursed and has_ans_certificate\n" in shown
    assert json.loads(run("show", "2.0.0", "--criterion", "URB-03", "--json").stdout)["threshold"] == {
        "op": "at_least",
        "value": "deux_facteurs",
    }


@pytest.mark.parametrize(
    "arguments", [("show", "9.9.9"), ("show", "3.0.0", "--criterion", "ZZZ-1"), ("diff", "1", "2")]
)
def test_what_is_not_there_is_exit_code_two(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_a_difference_is_marked_by_its_effect() -> None:
    lines = run("diff", "2.0.0", "3.0.0").stdout.splitlines()

    assert lines[1] == "criteria hardened: 1 (URB-03)"
    assert "    ▲ threshold hardened: at_least deux_facteurs -> at_least substantiel" in lines
    assert run("diff", "2.0.0", "2.0.0").stdout == "2.0.0 -> 2.0.0\nno difference\n"


def test_a_file_is_compared_by_its_path_and_version(tmp_path: Path) -> None:
    file = a_document(tmp_path, "procedure/deadlines/completion/count", 20)

    assert run("diff", "3.0.0", file).stdout.splitlines()[1:] == [
        "* procedure.deadlines.completion.count changed: 30 -> 20"
    ]
    assert json.loads(run("diff", "2.0.0", f"{file}@2.0.0", "--json").stdout)["rules"] == [
        {"place": "procedure.deadlines.completion.count", "effect": "changed", "before": 30, "after": 20}
    ]


def test_the_fourteen_worked_cases_end_as_expected(tmp_path: Path) -> None:
    file = cases(tmp_path, *(without_expected(name) for name in WORKED))

    result = run("evaluate", "--programme", PUBLISHED, "--cases", file)

    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == [one["expected"] for one in WORKED.values()]
    assert len(WORKED) == 14


def test_cases_may_come_as_one_array(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([without_expected("V01"), without_expected("V02")], indent=1))

    assert len(run("evaluate", "--cases", file).stdout.splitlines()) == 2


def test_each_criterion_is_explained_on_demand(tmp_path: Path) -> None:
    told = json.loads(run("evaluate", "--explain", "--cases", cases(tmp_path, without_expected("V01"))).stdout)

    assert told["conformity"] == "compliant"
    assert len(told["criteria"]) == 88
    assert told["criteria"][2]["applies"]["source"] == "has_user_accounts and handles_health_data"


def test_a_bad_line_is_named_and_the_others_are_evaluated(tmp_path: Path) -> None:
    good = without_expected("V01")
    file = cases(
        tmp_path,
        "{",
        good,
        {**good, "programme_version": "9.9.9"},
        {**good, "facts": [], "colour": 1, "evaluated_on": "soon"},
        [1],
        {**good, "answers": {**WORKED["V01"]["answers"], "ZZZ-9": True, "SEC-07": "thirty"}},
    )

    result = run("evaluate", "--cases", file)

    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [one.get("error") or one["conformity"] for one in told] == [
        "CASE_UNREADABLE",
        "compliant",
        "PROGRAMME_VERSION_UNKNOWN",
        "CASE_MALFORMED",
        "CASE_MALFORMED",
        "incomplete",
    ]
    assert result.stderr.splitlines()[1:] == [
        "line 3: programme_version: programme_version_unknown no version '9.9.9'",
        "line 4: facts: mapping_expected",
        "line 4: colour: key_unknown",
        "line 4: evaluated_on: day_expected YYYY-MM-DD",
        "line 5: case: mapping_expected one case, as an object",
        "line 6: answers.ZZZ-9: unknown_criterion",
    ]


def test_a_faulty_programme_evaluates_nothing(tmp_path: Path) -> None:
    file = a_document(tmp_path, "criteria/SEC-07/family", "ART")

    result = run("evaluate", "--programme", file, "--cases", cases(tmp_path, without_expected("V01")))

    assert (result.exit_code, result.stdout) == (1, "")
    assert "criteria.SEC-07.family: family_unknown" in result.stderr
