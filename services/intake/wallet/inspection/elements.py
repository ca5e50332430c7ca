"""The elements of a spreadsheet's part: links, formulas and connections that fetch or start something elsewhere.

Read by expat, so that neither an encoding nor a character reference hides a word; `parts.py` has the document types.
"""

import re
from xml.parsers import expat

from services.intake.wallet.inspection.addresses import leads_inward, leads_out
from services.intake.wallet.inspection.refused import ContentRefused

CONNECTIONS = frozenset(
    {"connection", "queryTable", "DataMashup", "connection-resource", "database-source-query", "database-source-sql",
     "database-source-table"}
)  # fmt: skip
FORMULAS = frozenset(
    {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"}
)
"""Elements of XLSX whose text is a formula."""
FORMULA_ATTRIBUTES = frozenset({"formula", "expression", "condition"})
ADDRESSES = frozenset({"href", "src", "target-location"})
CLICKED = "a"
"""Opens only when somebody clicks it: it may lead to the web."""
QUOTED = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'")
FETCHES = re.compile(
    r"\b(WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER(?:\.ID)?|EXEC|SQL\.REQUEST|CUBE[A-Z]+)\s*\(|(\|)[^|{}]*!", re.IGNORECASE
)
"""Functions that fetch or start something, and `program|topic!item` (DDE)."""
LINKED = re.compile(r"\bHYPERLINK\s*\(\s*\"([^\"]*)\"", re.IGNORECASE)
LONGEST_FORMULA = 65_536


class Elements:
    """Looks at one part piece by piece."""

    def __init__(self) -> None:
        self.broken = False
        """It is not well-formed."""
        self._formula: list[str] | None = None
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._started

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """The next piece. ContentRefused active_content."""
        if self.broken:
            return
        try:
            self._parser.Parse(piece, last)
        except (expat.ExpatError, ValueError, LookupError):
            self.broken = True

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in CONNECTIONS:
            raise ContentRefused("active_content", found=name)
        for key, value in attributes.items():
            kind = key.rpartition(":")[2]
            if kind in ADDRESSES:
                refuse_address(value, clicked=name == CLICKED)
            elif kind in FORMULA_ATTRIBUTES:
                refuse_formula(value)
        if name in FORMULAS and self._formula is None:
            self._formula = []
            self._parser.CharacterDataHandler = self._formula.append
            self._parser.EndElementHandler = self._ended

    def _ended(self, tag: str) -> None:
        if self._formula is not None and tag.rpartition(":")[2] in FORMULAS:
            refuse_formula("".join(self._formula))
            self._formula = self._parser.CharacterDataHandler = self._parser.EndElementHandler = None


def refuse_address(address: str, *, clicked: bool) -> None:
    """ContentRefused active_content: it leads to the reader's own machine or network, or is fetched by opening."""
    if leads_inward(address):
        raise ContentRefused("active_content", found="link to a program, a file or a host")
    if not clicked and leads_out(address):
        raise ContentRefused("active_content", found="external content")


def refuse_formula(formula: str) -> None:
    """ContentRefused active_content: computing it fetches or starts something."""
    if len(formula) > LONGEST_FORMULA:
        raise ContentRefused("active_content", found="formula")
    for address in LINKED.findall(formula):
        refuse_address(address, clicked=True)
    for quoted in QUOTED.findall(formula):
        if quoted.startswith("'") and (leads_inward(quoted[1:]) or leads_out(quoted[1:])):
            raise ContentRefused("active_content", found="external content")
    bare = QUOTED.sub(lambda found: "''" if found.group().startswith("'") else '""', formula)
    if found := FETCHES.search(bare):
        raise ContentRefused("active_content", found=(found.group(1) or "DDE").upper())
