"""The kinds of documents that are taken."""

from enum import StrEnum


class MediaType(StrEnum):
    """The value is what a content is served as."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TEXT = "text/plain; charset=utf-8"
    CSV = "text/csv; charset=utf-8"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"


EXTENSIONS = {
    MediaType.PDF: "pdf", MediaType.PNG: "png", MediaType.JPEG: "jpg", MediaType.TEXT: "txt", MediaType.CSV: "csv",
    MediaType.XLSX: "xlsx", MediaType.ODS: "ods",
}  # fmt: skip
