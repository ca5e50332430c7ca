"""The trial makes a container stand still, with the engine's freezer or without."""

import pytest

from deploy.trial import outages
from deploy.trial.tools import Done

TABLE = "PID PPID\n100 1\n101 100\n102 101\n900 1\n"
"""What `docker top` says: 900 is a healthcheck, begun by the engine."""


class Engine:
    """docker, which freezes containers or does not; what it was asked for."""

    def __init__(self, *, freezes: bool) -> None:
        self.freezes = freezes
        self.asked: list[list[str]] = []

    def run(self, *words: str) -> Done:
        self.asked.append(list(words))
        return Done(0 if self.freezes else 1, "")

    def must(self, *words: str) -> str:
        self.asked.append(list(words))
        return TABLE if words[1] == "top" else ""

    def signals(self) -> list[list[str]]:
        """Signal, then processes."""
        return [words[words.index("-c") + 2 :] for words in self.asked if "-c" in words]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Engine:
    made = Engine(freezes=request.param)
    monkeypatch.setattr(outages, "STILL_S", 0)
    monkeypatch.setattr(outages, "run", made.run)
    monkeypatch.setattr(outages, "must", made.must)
    monkeypatch.setattr(outages, "image", lambda: "referencement")
    monkeypatch.setattr(outages, "inspected", lambda _: {"State": {"Pid": 100}})
    return made


@pytest.mark.parametrize("engine", [True], indirect=True)
def test_the_engine_pauses_a_container(engine: Engine) -> None:
    assert outages.pause("postgres") == ""
    assert [words[1] for words in engine.asked] == ["pause", "unpause"]


@pytest.mark.parametrize("engine", [False], indirect=True)
def test_where_it_cannot_every_process_gets_a_signal(engine: Engine) -> None:
    assert outages.pause("postgres") == " (the engine could not freeze it: SIGSTOP for its 3 processes)"
    assert engine.signals() == [["19", "100"], ["19", "101", "102"], ["18", "100", "101", "102"]]
