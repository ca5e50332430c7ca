"""`python -m deploy.demo.issuer DIRECTORY [--key FILE] [--public]`: the issuer of tokens of a demonstration.

Makes a key in the directory unless there is one (or takes the given one) and publishes its key set beside it. With
`--public` only the key set stays: what services need, and no more.
"""

import argparse
import shutil
from pathlib import Path

from shared.identity.local_issuer import LocalIssuer


def make(directory: Path, key: Path | None = None, *, public: bool = False) -> LocalIssuer:
    """The issuer in that directory."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    if key:
        shutil.copyfile(key, directory / "key.pem")
        (directory / "key.pem").chmod(0o600)
    issuer = LocalIssuer(directory)
    if public:
        (directory / "key.pem").unlink()
    return issuer


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--key", type=Path, help="A private key of elliptic curve P-256, PEM")
    parser.add_argument("--public", action="store_true", help="Leave the key set only")
    chosen = parser.parse_args()
    print(make(chosen.directory, chosen.key, public=chosen.public).jwks_uri)
