"""The reference of settings says what the services read."""

from pathlib import Path

from deploy.console.settings.commands import reference

PAGE = Path(__file__).parents[2] / "deploy" / "settings.md"


def test_the_committed_page_is_what_the_classes_say() -> None:
    assert PAGE.read_text() == reference(), "run: referencement settings --markdown > deploy/settings.md"


def test_a_secret_has_no_default() -> None:
    assert "| `TRACKING_SECRET` | required | intake |" in reference()
