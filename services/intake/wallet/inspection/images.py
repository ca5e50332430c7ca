"""Images: whole from their first mark to their last, of a size that any viewer can hold, without notes that run.

Decoded by Pillow; it promises nothing about what stands behind an image, or between its parts.
"""

import struct
import zlib
from mmap import mmap
from pathlib import Path

from PIL import Image, JpegImagePlugin, PngImagePlugin

from services.intake.wallet.inspection.markup import RUNS
from services.intake.wallet.inspection.refused import ContentRefused

PNG_HEADER, CHUNK_FRAME = 8, 12
END_OF_JPEG, TAIL = b"\xff\xd9", 1024
MOST_PIXELS = 24_000_000
"""Of 6,000 by 4,000, say: 96 MB once decoded, which a worker has."""
MOST_PROGRESSIVE = MOST_PIXELS // 2
"""Of a progressive JPEG, whose coefficients are all held at a time: up to six bytes for each pixel."""
XMP = "XML:com.adobe.xmp"
"""A note that is XML by its nature."""
UNREADABLE = (
    OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError, EOFError, struct.error, zlib.error
)  # fmt: skip


def check_png(content: mmap) -> None:
    """ContentRefused content_damaged: a chunk is cut off, or something follows the last one."""
    place, kind = PNG_HEADER, b""
    while kind != b"IEND" and place + CHUNK_FRAME <= len(content):
        length, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        place += CHUNK_FRAME + length
    if kind != b"IEND" or place != len(content):
        raise ContentRefused("content_damaged", found="a PNG that does not end where it should")


def check_jpeg(content: mmap) -> None:
    """ContentRefused content_damaged: no end, or something but zeros follows it."""
    if not content[-TAIL:].rstrip(b"\0").endswith(END_OF_JPEG):
        raise ContentRefused("content_damaged", found="a JPEG that does not end where it should")


def check_pixels(file: Path) -> None:
    """ContentRefused: image_too_large, content_damaged (it cannot be decoded), active_content (in a note)."""
    try:
        with Image.open(file, formats=("PNG", "JPEG")) as image:
            most = MOST_PROGRESSIVE if "progressive" in image.info else MOST_PIXELS
            if image.width * image.height > most:
                raise ContentRefused("image_too_large", at_most=most)
            image.draft(None, (1, 1))  # a JPEG is read whole and kept at an eighth
            image.load()
            notes = _notes(image)
    except Image.DecompressionBombError:
        raise ContentRefused("image_too_large", at_most=MOST_PIXELS) from None
    except UNREADABLE as error:
        raise ContentRefused("content_damaged", found="an image that cannot be decoded") from error
    if any(RUNS.search(note) for note in notes):
        raise ContentRefused("active_content", found="markup")


def _notes(image: Image.Image) -> list[bytes]:
    """What was written beside the pixels."""
    if isinstance(image, PngImagePlugin.PngImageFile):
        return [str(text).encode() for key, text in image.text.items() if key != XMP]
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        return [note for kind, note in image.applist if kind == "COM"]
    return []
