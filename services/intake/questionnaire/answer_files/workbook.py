"""Reading an Excel workbook (Office Open XML), as Excel, LibreOffice, Google and others write it.

Read here, as a stream: openpyxl refuses files for their styles, believes what a sheet says of its own size, and knows
no strict namespaces; python-calamine tells no formula from its value. Tests compare what is read with calamine.
"""

import posixpath
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from services.intake.questionnaire.answer_files.cell_references import cells_of, column_of, index_of, merged_in, row_of
from services.intake.questionnaire.answer_files.counting import Budget, Counting
from services.intake.questionnaire.answer_files.grid import Cell, Faulty, Formula, Found, FoundSheet, refuse
from services.intake.questionnaire.answer_files.numerals import number_of, percent_of
from services.intake.questionnaire.answer_files.packages import opened
from services.intake.questionnaire.answer_files.parts import Element, attributes, elements, local
from services.intake.questionnaire.answer_files.runs import text_of, unescaped

TYPES, WORKBOOK = "[Content_Types].xml", "xl/workbook.xml"
MOST_STRINGS = 100_000
YES = ("1", "true")


def read(data: bytes) -> list[FoundSheet]:
    """The sheets of a file. Faulty: it is none, or too large, or holds macros."""
    parts = opened(data)
    if b"spreadsheetml.sheet.main" not in parts.get(TYPES, b"").replace(b"\0", b""):
        raise refuse("wrong_type", "an .xlsx workbook")
    try:
        return list(_Workbook(parts).sheets())
    except Faulty:
        raise
    except (ValueError, LookupError, OverflowError, RecursionError) as error:
        raise refuse("file_unreadable", "the workbook is damaged") from error


class _Workbook:
    """The parts of one file that cells are read by."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = {name.casefold(): content for name, content in parts.items()}
        targets = self._related("").values()
        self.book = next((to for kind, to in targets if kind == "officeDocument"), WORKBOOK)
        self.related = self._related(self.book)
        self.budget = Budget()
        self.epoch = CALENDAR_WINDOWS_1900
        self.strings = list(self._strings())
        self.formats = list(self._formats())

    def sheets(self) -> Iterator[FoundSheet]:
        """Every sheet of cells, hidden ones too, in their order."""
        listed = []
        for element in elements(self.part(self.book), "workbookPr", "sheet"):
            given = attributes(element)
            if local(element) == "sheet":
                listed.append((given["name"], given["id"]))
            elif given.get("date1904", "") in YES:
                self.epoch = CALENDAR_MAC_1904
        for name, relation in listed:
            kind, target = self.related[relation]
            if kind == "worksheet":
                self.budget.take_sheet()
                yield self._sheet(name, self.part(target))

    def part(self, target: str) -> bytes:
        """A part by its name. Faulty: file_unreadable."""
        if target.casefold() not in self.parts:
            raise refuse("file_unreadable", "a part is missing")
        return self.parts[target.casefold()]

    def _related(self, target: str) -> dict[str, tuple[str, str]]:
        """Kind and target of what a part is related to, by id."""
        folder, name = posixpath.split(target)
        content = self.parts.get(posixpath.join(folder, "_rels", f"{name}.rels").casefold())
        found = {}
        for element in elements(content, "Relationship") if content else ():
            given = element.attrib
            if given.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, given["Target"])).lstrip("/")
                found[given["Id"]] = (given["Type"].rpartition("/")[2], target)
        return found

    def _of_kind(self, wanted: str) -> bytes:
        return next((self.part(target) for kind, target in self.related.values() if kind == wanted), b"")

    def _strings(self) -> Iterator[str]:
        content = self._of_kind("sharedStrings")
        for count, element in enumerate(elements(content, "si") if content else (), 1):
            if count > MOST_STRINGS:
                raise refuse("too_large", f"at most {MOST_STRINGS} texts")
            yield text_of(element)

    def _formats(self) -> Iterator[str]:
        """How the numbers of each style are shown, by the style's number."""
        content, custom = self._of_kind("styles"), dict[str, str]()
        for element in elements(content, "numFmt", "cellXfs") if content else ():
            if local(element) == "numFmt":
                custom[element.get("numFmtId", "")] = element.get("formatCode", "")
            else:
                for style in element:
                    number = style.get("numFmtId", "0")
                    yield custom.get(number) or BUILTIN_FORMATS.get(int(number), "General")

    def _sheet(self, name: str, content: bytes) -> FoundSheet:
        sheet, row = Counting(name, self.budget), 0
        for element in elements(content, "row", "mergeCell"):
            if local(element) == "mergeCell":
                sheet.merged += merged_in(element.get("ref", ""))
                continue
            row = row_of(element.get("r")) or row + 1
            column = 0
            for cell in cells_of(element):
                column = column_of(cell.get("r"), row) or column + 1
                value = self._value(cell)
                if value is not None and value != "":
                    sheet.put(row, column, value)
        return sheet.whole()

    def _value(self, cell: Element) -> Found:
        inside = {local(one): one for one in cell}
        if "f" in inside:
            return Formula()
        kind, shown = cell.get("t", "n"), inside["v"].text or "" if "v" in inside else ""
        match kind:
            case "s":
                return self.strings[index_of(shown)] if shown else None
            case "inlineStr":
                return text_of(inside["is"]) if "is" in inside else None
            case "b":
                return shown.strip() in YES if shown else None
            case "str" | "e":
                return unescaped(shown)
            case "d":
                return shown.removesuffix("T00:00:00")
            case _:
                return self._number(shown, cell.get("s"))

    def _number(self, shown: str, style: str | None) -> Cell:
        if not shown.strip():
            return None
        style_index = index_of(style) if style else 0
        shape = self.formats[style_index] if style and style_index < len(self.formats) else "General"
        number = number_of(shown)
        if isinstance(number, str) or shape == "General":
            return number
        if "%" in shape:
            return percent_of(shown)
        return _day(float(number or 0), self.epoch) if is_date_format(shape) else number


def _day(number: float, epoch: datetime) -> Cell:
    """A day, a time or both, as ISO 8601 writes them."""
    found = from_excel(number, epoch)
    if isinstance(found, datetime):
        return found.isoformat().removesuffix("T00:00:00")
    return found.isoformat() if isinstance(found, time) else str(found) if isinstance(found, timedelta) else number
