"""Images: whole from their first mark to their last."""

from mmap import mmap

from services.intake.inspection.refused import ContentRefused

PNG_HEADER, CHUNK_FRAME = 8, 12
END_OF_JPEG, TAIL = b"\xff\xd9", 1024


def check_png(content: mmap) -> None:
    """ContentRefused content_damaged: a chunk is cut off, or something follows the last one."""
    place, kind = PNG_HEADER, b""
    while kind != b"IEND" and place + CHUNK_FRAME <= len(content):
        length, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        place += CHUNK_FRAME + length
    if kind != b"IEND" or place != len(content):
        raise ContentRefused("content_damaged", found="a PNG that does not end where it should")


def check_jpeg(content: mmap) -> None:
    """ContentRefused content_damaged: no end."""
    if content.rfind(END_OF_JPEG, max(0, len(content) - TAIL)) < 0:
        raise ContentRefused("content_damaged", found="a JPEG without its end")
