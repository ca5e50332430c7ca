"""Whether a content declares a document type: asked of a parser, for the same words may stand in any encoding."""

from xml.parsers import expat


class _Declared(Exception):
    """A document type was met."""


def declares_doctype(content: bytes) -> bool:
    """Whether it is XML that declares one. What is no XML declares none."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _met
    try:
        parser.Parse(content, True)
    except _Declared:
        return True
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return False


def _met(*_: object) -> None:
    raise _Declared
