"""The example of each of decision's commands is accepted as its body."""

import json

import pytest

from services.decision.decision_file.commands import COMMANDS as ON_DECISION_FILES
from services.decision.sanction.commands import COMMANDS as ON_SANCTION_FILES
from shared.http.bodies import as_json, parse
from shared.http.commands import Command


@pytest.mark.parametrize("command", [*ON_DECISION_FILES, *ON_SANCTION_FILES], ids=lambda command: command.path)
def test_the_example_of_each_command_is_one(command: Command) -> None:
    parsed = json.loads(json.dumps(as_json(parse(command.body, json.dumps(command.example).encode()))))

    assert {name: parsed[name] for name in command.example} == command.example
