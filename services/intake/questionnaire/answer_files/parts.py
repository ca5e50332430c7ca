"""The XML parts of a spreadsheet, element by element: no entities, no document types, nothing fetched, little kept."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from services.intake.questionnaire.answer_files.grid import refuse

MOST_ATTRIBUTES = 200
Element = Any
"""lxml types its elements loosely."""


def local(element: Element) -> str:
    """The name of an element, whatever its namespace: strict and transitional Open XML differ in nothing else."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attributes(element: Element) -> dict[str, str]:
    """The attributes by local name. Faulty: more than any program writes; listing n of them takes lxml n² steps."""
    if len(element.attrib) > MOST_ATTRIBUTES:
        raise refuse("file_unreadable", f"an element with more than {MOST_ATTRIBUTES} attributes")
    return {etree.QName(name).localname: value for name, value in element.attrib.items()}


def elements(content: bytes, *names: str) -> Iterator[Element]:
    """Every element of one of these local names, once it is read whole; then it is forgotten. Faulty."""
    wanted = [f"{{*}}{name}" for name in names]
    try:
        reading = etree.iterparse(
            BytesIO(content), events=("end",), tag=wanted, resolve_entities=False, load_dtd=False, no_network=True,
            huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for _, element in reading:
            yield element
            element.clear(keep_tail=True)
        if reading.root is not None and reading.root.getroottree().docinfo.doctype:
            raise refuse("file_unreadable", "no document type")
    except etree.XMLSyntaxError as error:
        raise refuse("file_unreadable", "a part of it is no XML") from error
