"""`python -m deploy.demo.issuer DIRECTORY [--key FILE] [--public] [--signing FOLDER]`: keys of a demonstration.

Makes a key for tokens in the directory unless there is one (or takes the given one) and publishes its key set beside
it. With `--public` only the key set stays: what services need, and no more. With `--signing`, the keys by which the
services sign their records go into that folder, derived from the given key if there is one.
"""

import argparse
import shutil
from pathlib import Path

from deploy.local.keys import make_keys
from shared.contracts.topics import SERVICES
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
    parser.add_argument("--signing", type=Path, help="Where the services' signing keys go")
    chosen = parser.parse_args()
    if chosen.signing:
        make_keys(chosen.signing, SERVICES, chosen.key.read_bytes() if chosen.key else None)
    print(make(chosen.directory, chosen.key, public=chosen.public).jwks_uri)
