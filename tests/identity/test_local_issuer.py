import stat
from pathlib import Path

from shared.identity.actor import Role
from shared.identity.local_issuer import LocalIssuer
from shared.identity.tokens import TokenVerifier


async def test_processes_that_share_a_directory_share_the_key(issuer: LocalIssuer, verifier: TokenVerifier) -> None:
    again = LocalIssuer(issuer.directory)

    actor = await verifier.verify(f"Bearer {again.token('p-1', [Role.EVALUATOR])}")

    assert actor.roles == {Role.EVALUATOR}
    assert again.jwks_uri == issuer.jwks_uri


async def test_another_directory_is_another_issuer_whatever_it_calls_itself(tmp_path: Path) -> None:
    mine, other = LocalIssuer(tmp_path / "mine"), LocalIssuer(tmp_path / "other")

    assert (mine.directory / "jwks.json").read_text() != (other.directory / "jwks.json").read_text()


def test_the_key_is_readable_by_its_owner_only_and_no_draft_stays(issuer: LocalIssuer) -> None:
    issuer.rotate()

    assert stat.S_IMODE((issuer.directory / "key.pem").stat().st_mode) == 0o600
    assert sorted(path.name for path in issuer.directory.iterdir()) == ["jwks.json", "key.pem"]


def test_a_directory_with_spaces_and_accents_has_a_readable_address(tmp_path: Path) -> None:
    issuer = LocalIssuer(tmp_path / "clés de démonstration")

    assert issuer.jwks_uri.startswith("file:///")
    assert issuer.jwks_uri.endswith("/cl%C3%A9s%20de%20d%C3%A9monstration/jwks.json")
