"""An old Python is told so in one line."""

import sys

import pytest

from deploy.local.preflight import shortcoming


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    line = shortcoming()

    assert line == "Python 3.11 or newer is needed, this is 3.9: name another one, as in `make PYTHON=python3.12`"


def test_this_python_is_good_enough() -> None:
    assert shortcoming() == ""
