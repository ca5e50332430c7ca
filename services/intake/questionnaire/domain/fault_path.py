"""Where a fault lies: its path ("answers.SEC-07", "evidence.URB-01.0") taken apart."""

from collections.abc import Container


def split_fault_path(path: str, ids: Container[str]) -> tuple[str, str]:
    """The part of the file and the fact or criterion in it; ids may hold dots themselves."""
    part, _, subject = path.partition(".")
    while subject not in ids and "." in subject:
        subject = subject.rpartition(".")[0]
    return part, subject
