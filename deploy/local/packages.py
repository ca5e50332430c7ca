"""Where the packages that carry the servers are installed, without importing them."""

from importlib.util import find_spec
from pathlib import Path

from deploy.local.errors import LocalPartMissing


def package_directory(package: str, carries: str, instead: str) -> Path:
    """The directory of an installed package. `instead` names the setting that does without it.

    Raises LocalPartMissing when it is not installed.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        message = f"{carries} is not installed (package {package}): run `make setup`, or set {instead}"
        raise LocalPartMissing(message)
    return Path(spec.submodule_search_locations[0])
