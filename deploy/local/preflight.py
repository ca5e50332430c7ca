"""Is this Python good enough? Run by the Makefile with whatever `python3` is, so it must be readable to old ones."""

import sys

MINIMUM = (3, 11)
TOO_OLD = "Python {}.{} or newer is needed, this is {}.{}: name another one, as in `make PYTHON=python3.12`"
NO_VENV = "this Python cannot make virtual environments: install its venv package (on Debian: python3-venv)"


def shortcoming() -> str:
    """One line that says what is wrong and what to do; empty when nothing is."""
    found = tuple(sys.version_info[:2])
    if found < MINIMUM:
        return TOO_OLD.format(*(MINIMUM + found))
    try:
        import ensurepip  # noqa: F401, PLC0415  (the question is whether it is there)
        import venv  # noqa: F401, PLC0415
    except ImportError:
        return NO_VENV
    return ""


if __name__ == "__main__":
    sys.exit(shortcoming() or 0)
