"""What a content is, by its bytes alone; experiment 26 on the way in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.inspection.media import MediaType, media_type_of
from services.intake.inspection.refused import ContentRefused
from tests.intake.files import (
    BOMB,
    CSV,
    EICAR,
    HTML,
    SHEET,
    SVG,
    archive,
    encrypted,
    jpeg,
    lying_about_sizes,
    ods,
    pdf,
    png,
    xlsx,
)

TAKEN = {
    "pdf": (pdf(), MediaType.PDF),
    "png": (png(), MediaType.PNG),
    "jpeg": (jpeg(b"a comment"), MediaType.JPEG),
    "text": (b"Rapport d'essai : conforme.\r\n", MediaType.TEXT),
    "text with a byte order mark": (b"\xef\xbb\xbf" + CSV, MediaType.TEXT),
    "log that quotes a page further down": (b"GET / 200\n" * 300 + HTML, MediaType.TEXT),
    "xlsx": (xlsx(), MediaType.XLSX),
    "ods": (ods(), MediaType.ODS),
    "test file of antivirus makers": (EICAR, MediaType.TEXT),
}
REFUSED = {
    "svg with a script": (SVG, "active_content"),
    "html": (HTML, "active_content"),
    "html behind blanks": (b"\n\t " + HTML, "active_content"),
    "html behind a line of text": (b"Bonjour\n" + HTML, "active_content"),
    "pdf that is a page too": (pdf(HTML), "active_content"),
    "pdf that is an archive too": (pdf() + xlsx() + b"%%EOF", "active_content"),
    "pdf with a script": (pdf(b"<< /S /JavaScript /JS (app.alert) >>"), "active_content"),
    "pdf with a script, spelt otherwise": (pdf(b"<< /S /J#61v#61Script >>"), "active_content"),
    "pdf that starts a program": (pdf(b"<< /S /Launch /F (cmd.exe) >>"), "active_content"),
    "pdf with a file in it": (pdf(b"<< /Type /EmbeddedFile >>"), "active_content"),
    "pdf cut off": (pdf()[:-8], "content_damaged"),
    "page that calls itself pdf": (HTML + pdf(), "active_content"),
    "png with a page behind it": (png(after=HTML), "content_damaged"),
    "png with a page in it": (png(HTML), "active_content"),
    "png cut off": (png()[:-6], "content_damaged"),
    "jpeg with a page in it": (jpeg(HTML), "active_content"),
    "jpeg cut off": (jpeg()[:-2], "content_damaged"),
    "program": (b"MZ\x90\x00\x03\x00\x00\x00", "media_type_refused"),
    "text in another coding": ("Rapport validé".encode("latin-1"), "media_type_refused"),
    "archive of anything": (archive({"a.txt": b"a"}), "media_type_refused"),
    "archive bomb": (xlsx(**{"xl/media.xml": BOMB}), "archive_refused"),
    "archive that lies about sizes": (lying_about_sizes(xlsx()), "archive_refused"),
    "archive of a hundred thousand": (archive({**SHEET, **{f"{n}": b"" for n in range(5_001)}}), "archive_refused"),
    "archive that climbs out": (xlsx(**{"../../etc/cron.d/job": b"* * * * *"}), "archive_refused"),
    "archive with an absolute name": (xlsx(**{"/etc/passwd": b"root"}), "archive_refused"),
    "archive with a drive": (xlsx(**{"C:/run.bat": b"run"}), "archive_refused"),
    "archive with a password": (encrypted(xlsx()), "archive_refused"),
    "archive cut off": (xlsx()[:-30], "archive_refused"),
    "spreadsheet with macros": (xlsx(**{"xl/vbaProject.bin": b"macro"}), "active_content"),
    "ods with macros": (ods(**{"Basic/Standard/Module1.xml": b"<script/>"}), "active_content"),
    "spreadsheet with another document in it": (xlsx(**{"xl/embeddings/a.bin": b"object"}), "active_content"),
    "spreadsheet with entities": (xlsx(**{"xl/styles.xml": b'<!DOCTYPE x [<!ENTITY a "aa">]>'}), "active_content"),
}

CODES = {"media_type_refused", "active_content", "archive_refused", "content_damaged"}


def kind_of(folder: Path, content: bytes, declared: str = "") -> MediaType:
    (folder / "content").write_bytes(content)
    return media_type_of(folder / "content", declared)


@pytest.mark.parametrize("name", TAKEN)
def test_inert_kinds_are_told_by_their_bytes(tmp_path: Path, name: str) -> None:
    content, kind = TAKEN[name]

    assert kind_of(tmp_path, content) is kind


@pytest.mark.parametrize("name", REFUSED)
def test_whatever_runs_or_is_not_whole_is_refused(tmp_path: Path, name: str) -> None:
    content, code = REFUSED[name]

    with pytest.raises(ContentRefused) as caught:
        kind_of(tmp_path, content, declared="application/pdf")
    assert caught.value.code == code


def test_the_declared_type_tells_a_csv_from_other_text_and_nothing_else(tmp_path: Path) -> None:
    assert kind_of(tmp_path, CSV, declared="text/csv; header=present") is MediaType.CSV
    assert kind_of(tmp_path, CSV, declared="text/html") is MediaType.TEXT
    assert kind_of(tmp_path, pdf(), declared="text/csv") is MediaType.PDF


def told(folder: Path, content: bytes) -> str:
    try:
        return kind_of(folder, content)
    except ContentRefused as refused:
        return refused.code


@given(st.binary(min_size=1, max_size=300), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"<"]))
def test_any_bytes_are_told_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes) -> None:
    assert told(tmp_path_factory.getbasetemp(), start + content) in {*MediaType, *CODES}
