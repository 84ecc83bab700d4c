"""Turns a page's bytes into text, whatever its headers, meta tags and marks claim, and says how."""

import codecs
import re
from dataclasses import dataclass
from typing import Literal

How = Literal["bom", "utf-8", "gb18030", "declared", "mixed"]

_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 4096
_LONGEST_CHARACTER = 4
_GB_FAMILY = frozenset({"gb2312", "gbk", "gb18030", "hz"})
_NO_BROWSERS = frozenset({"utf-7", "unicode-escape", "raw-unicode-escape", "punycode", "idna", "undefined", "utf-32"})
"""Encodings Python knows and no browser reads a page in; some of them give half characters."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Segments of a mixed page end at bytes that no multi-byte character of UTF-8 or GB18030 contains.
_SEGMENTS = re.compile(rb"[^<\n]*[<\n]?")
_COMMON_HANZI = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]|[\xa1-\xa3][\xa1-\xfe]")
_UTF8_SHARE = 0.2
"""From this share of a page's high bytes on, segments that read as UTF-8 are no accident."""
_BLANKED_ASCII = b" " * 128 + bytes(range(128, 256))
_TWO_HANZI = 6
"""Bytes that the shortest sequence of two characters takes in UTF-8."""
_UTF8_HANZI = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc-\xbd][\x80-\xbf]){2,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_INVISIBLE = (
    *"\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069",
    *"\ufeff\u00ad",
)
_INVISIBLE_BYTES = re.compile(rb"\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xa9])")
"""The same in UTF-8 with the joiners, but for the two last: Chinese letters begin with other bytes."""
_JOINERS = re.compile(
    "(?<=[!-~\u3000-\u9fff\uff00-\uffef])[\u200c\u200d]+|[\u200c\u200d]+(?=[!-~\u3000-\u9fff\uff00-\uffef])"
)
_INVISIBLE_WRITTEN = re.compile(
    r"&(?:lrm|rlm|shy|zwnj|ZeroWidthSpace|NoBreak|InvisibleTimes);|&#(?:173|820[3-7]|8288|65279);"
    r"|&#[xX](?:[aA][dD]|200[b-fB-F]|2060|[fF][eE][fF][fF]);"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text and how it was won."""

    text: str
    encoding: str
    how: How
    declared: tuple[str, ...] = ()
    """Encodings the header and the page itself claim, in that order, normalised."""
    truncated: bool = False
    """True when the body ends in the middle of a character; the broken rest is left out."""
    replaced: int = 0
    """How many characters could not be read and stand as U+FFFD."""


def without_invisible(text: str) -> str:
    """Return `text` without marks nobody sees: zero-width blanks, directions, soft hyphens, as such or as entities.

    Joiners inside emoji and in scripts that need them are kept.
    """
    if not text.isascii() and (
        "\ufeff" in text or "\u00ad" in text or _INVISIBLE_BYTES.search(text.encode("utf-8", "surrogatepass"))
    ):
        # Asked mark by mark, since a pattern would be tried at every character of the page.
        if "\u200c" in text or "\u200d" in text:
            text = _JOINERS.sub("", text)
        for mark in _INVISIBLE:
            if mark in text:
                text = text.replace(mark, "")
    return _INVISIBLE_WRITTEN.sub("", text) if "&" in text else text


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Return the text of `body`: by its mark, as UTF-8, as declared, as GB18030, at last piece by piece."""
    declared = declared_encodings(body, content_type)
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _after_mark(body[len(mark) :], encoding, declared)
    if encoding_of_nulls := _utf16_without_mark(body):
        return _after_mark(body, encoding_of_nulls, declared)
    if found := _strict(body, "utf-8"):
        return Decoded(found[0], "utf-8", "utf-8", declared, truncated=found[1])
    for encoding in declared:
        if encoding == "utf-8" or encoding in _GB_FAMILY or encoding in _NO_BROWSERS or encoding.startswith("utf-16"):
            continue
        found = _strict(body, encoding)
        if found and not _reads_as_chinese(body, encoding):
            return Decoded(found[0], encoding, "declared", declared, truncated=found[1])
    found = _strict(body, "gb18030")
    if found and not _holds_utf8(body):
        return Decoded(found[0], "gb18030", "gb18030", declared, truncated=found[1])
    return _mixed(body, declared)


def declared_encodings(body: bytes, content_type: str | None = None) -> tuple[str, ...]:
    """Return the known encodings that the content type, XML declaration and meta tags name, without repeats."""
    names: list[str] = []
    if content_type and (found := _HEADER.search(content_type)):
        names.append(found.group(1))
    head = body[:_HEAD_BYTES]
    for pattern in (_XML, _META):
        names.extend(match.decode("ascii") for match in pattern.findall(head))
    known: dict[str, None] = {}
    for name in names:
        try:
            b"a".decode(name)
            known[codecs.lookup(name).name.replace("_", "-")] = None
        except (LookupError, ValueError):
            # Unknown, or no encoding of text: Python also calls base64 and the like so.
            continue
    return tuple(known)


def _strict(body: bytes, encoding: str) -> tuple[str, bool] | None:
    """Decode without tolerance; a character cut off by the body's end is left out and reported as True."""
    try:
        return body.decode(encoding), False
    except UnicodeDecodeError as error:
        # Only an unfinished character at the very end is a cut; an impossible byte there is another encoding.
        if error.start < len(body) - _LONGEST_CHARACTER or "incomplete" not in error.reason + _reason_of_end(error):
            return None
        try:
            return body[: error.start].decode(encoding), True
        except UnicodeDecodeError:
            return None


def _reason_of_end(error: UnicodeDecodeError) -> str:
    return "incomplete" if error.reason == "unexpected end of data" else ""


def _after_mark(body: bytes, encoding: str, declared: tuple[str, ...]) -> Decoded:
    text = body.decode(encoding, "replace")
    truncated = text.endswith("�")
    if truncated:
        text = text[:-1]
    return Decoded(text, encoding, "bom", declared, truncated=truncated, replaced=text.count("�"))


def _utf16_without_mark(body: bytes) -> str | None:
    head = body[:200]
    if len(head) < 8:
        return None
    if head[1::2].count(0) > len(head) // 3:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > len(head) // 3 else None


def _reads_as_chinese(body: bytes, encoding: str) -> bool:
    """Return whether a page that declares a one-byte encoding is Chinese text with a wrong label."""
    if not encoding.startswith(("iso8859", "cp12", "ascii", "latin", "windows")):
        return False
    high = len(_HIGH.findall(body))
    paired = 2 * len(_COMMON_HANZI.findall(body))
    return high > 0 and paired > 0.8 * high and _strict(body, "gb18030") is not None


def _holds_utf8(body: bytes) -> bool:
    """Return whether a good part of a page that is not UTF-8 as a whole is so all the same.

    Most bytes of UTF-8 text also happen to be GB18030, but text of GB18030 hardly ever happens to be UTF-8.
    """
    high = body.translate(_BLANKED_ASCII).split()
    # What stands in a run too short for two characters need not be looked at; markup is most of a page.
    long = b" ".join([run for run in high if len(run) >= _TWO_HANZI])
    sequences = sum(map(len, _UTF8_HANZI.findall(long)))
    return sequences > _UTF8_SHARE * sum(map(len, high))


def _mixed(body: bytes, declared: tuple[str, ...]) -> Decoded:
    others = tuple(name for name in declared if name != "utf-8" and name not in _GB_FAMILY)
    last_resort = "gb18030" if any(name in _GB_FAMILY for name in declared) else "utf-8"
    texts = [_segment(found.group(), others, last_resort) for found in _SEGMENTS.finditer(body)]
    text = "".join(texts)
    return Decoded(text, "mixed", "mixed", declared, truncated=text.endswith("�"), replaced=text.count("�"))


def _segment(piece: bytes, others: tuple[str, ...], last_resort: str) -> str:
    for encoding in ("utf-8", *others, "gb18030"):
        try:
            return piece.decode(encoding)
        except UnicodeDecodeError:
            continue
    return piece.decode(last_resort, "replace")
