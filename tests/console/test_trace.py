"""`referencement trace` and `parked list` on databases where nothing happened."""

from tests.console.conftest import Console

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"


async def test_an_unknown_dossier_is_said_to_be_unknown(console: Console) -> None:
    told = await console("trace", UNKNOWN)

    assert told.exit_code == 1
    assert "No service knows this dossier." in told.output


async def test_what_is_no_id_is_refused_with_an_example(console: Console) -> None:
    told = await console("trace", "dossier-7")

    assert told.exit_code == 2
    assert "'dossier-7' is no dossier id" in told.output


async def test_an_empty_line_has_nothing_parked(console: Console) -> None:
    assert (await console("parked", "list")).output == "Nothing is parked.\n"
