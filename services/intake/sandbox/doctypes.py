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


class Prolog:
    """What stands before the root element of a part that comes in pieces: nothing of it need be kept."""

    def __init__(self) -> None:
        self.doctype = self.root = False
        self._ended = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._declared
        self._parser.StartElementHandler = self._started

    def feed(self, piece: bytes) -> None:
        """The next piece; none is looked at behind the root's first tag."""
        if self._ended:
            return
        try:
            self._parser.Parse(piece, False)
        except (_Declared, expat.ExpatError, ValueError, LookupError):
            self._ended = True

    def _declared(self, *_: object) -> None:
        self.doctype = True
        raise _Declared

    def _started(self, *_: object) -> None:
        self.root = True
        raise _Declared
