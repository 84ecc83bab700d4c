"""Tells a picture that may show a document from the blank dot that some servers answer with where they have none."""

import struct

from crawler.read.item.images import SMALL_SIDE

_LEAST_BYTES = 200
_PICTURES = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff")


def is_blank_picture(body: bytes) -> bool:
    """Return whether a PNG, GIF or JPEG file is too small in bytes or pixels for anybody to read a document on it."""
    if not body.startswith(_PICTURES):
        return False
    if len(body) < _LEAST_BYTES:
        return True
    size = _size(body)
    return size is not None and min(size) < SMALL_SIDE


def _size(body: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or GIF file, None of any other."""
    if body[:8] == b"\x89PNG\r\n\x1a\n" and body[12:16] == b"IHDR":
        width, height = struct.unpack(">II", body[16:24])
        return width, height
    if body[:6] in (b"GIF87a", b"GIF89a"):
        width, height = struct.unpack("<HH", body[6:10])
        return width, height
    return None
