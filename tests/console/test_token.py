"""`local token`: a token of the line on this machine, for whoever wants to look at its pages."""

from pathlib import Path

from typer.testing import CliRunner

from deploy.console.main import app
from shared.identity.actor import Actor, Role
from shared.identity.local_issuer import LocalIssuer
from shared.identity.tokens import TokenVerifier

RUN = CliRunner()


async def test_the_token_is_that_of_the_role_asked_for(tmp_path: Path) -> None:
    issuer = LocalIssuer(tmp_path / "issuer")

    told = RUN.invoke(app, ["local", "token", "evaluator", "--root", str(tmp_path)])

    verifier = TokenVerifier(issuer.jwks_uri, issuer.issuer, issuer.audience)
    actor = await verifier.verify(f"Bearer {told.stdout.strip()}")
    assert (told.exit_code, actor) == (0, Actor("demo-evaluator", frozenset({Role.EVALUATOR})))


async def test_a_publisher_speaks_for_an_organisation(tmp_path: Path) -> None:
    issuer = LocalIssuer(tmp_path / "issuer")
    asked = ["local", "token", "publisher", "--organisation", "org-1", "--subject", "pub-1", "--root", str(tmp_path)]

    told = RUN.invoke(app, asked)

    verifier = TokenVerifier(issuer.jwks_uri, issuer.issuer, issuer.audience)
    actor = await verifier.verify(f"Bearer {told.stdout.strip()}")
    assert actor == Actor("pub-1", frozenset({Role.PUBLISHER}), "org-1")


def test_where_no_line_was_started_there_is_no_token(tmp_path: Path) -> None:
    told = RUN.invoke(app, ["local", "token", "evaluator", "--root", str(tmp_path)])

    assert told.exit_code == 1
    assert "no line was started" in told.output
    assert not (tmp_path / "issuer").exists()


def test_no_token_makes_anybody_the_system(tmp_path: Path) -> None:
    LocalIssuer(tmp_path / "issuer")

    told = RUN.invoke(app, ["local", "token", "system", "--root", str(tmp_path)])

    assert told.exit_code == 1
    assert "no token confers this role" in told.output
