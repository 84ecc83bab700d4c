"""Reads the object literals that pages keep their state in: JSON, and JavaScript's looser way of writing it."""

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from config.plain_text import plain, plain_text

_STRICT = json.JSONDecoder(strict=False)
_MAY_BE_JSON = re.compile(r"[^{]|\{\s*[\"}]")
"""How a literal begins that may be JSON: with a bracket, or a key in quotes."""
_HALF_WRITTEN = re.compile(r"\\u[dD][89a-fA-F]")
"""An escape that may name half a character: JSON may hold one alone, text that is written on may not."""
_TOKEN = re.compile(
    r"\s*(?://[^\n]*\n\s*|/\*.*?\*/\s*)*"
    r"(?P<token>[{}\[\],:]"
    r"|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"
    r"|-?(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)(?![\w$])"
    r"|[A-Za-z_$][\w$]*(?=\s*[:,}\]])"
    r"|[^\s])",
    re.DOTALL,
)
_SKIPPED = re.compile(
    r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|//[^\n]*|/\*.*?\*/|[(){}\[\],;]", re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_NAMES = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "Infinity": None}
_MAX_DEPTH = 200
_CALLED = re.compile(r"\(\s*function\s*[\w$]*\s*\((?P<names>[\w$,\s]{0,20000})\)\s*\{")
_RETURNED = re.compile(r"\breturn\s*(?=\{)")
_HANDED_OVER = re.compile(r"\s*;?\s*\}\s*\)?\s*\(")
_MOST_STATEMENTS = 20_000
"""Characters of statements before the data a called function returns."""
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class LiteralError(ValueError):
    """What stands there is no object literal; `position` is how far it was read."""

    def __init__(self, position: int) -> None:
        super().__init__(f"no literal at {position}")
        self.position = position


def read_literal(text: str, start: int) -> tuple[Any, int]:
    """Return the value of the JSON or JavaScript literal at `start` and where it ends. Raises LiteralError.

    What is no literal inside it (a call, a function) becomes None, so that the rest can still be read. Reads on only.
    """
    if _MAY_BE_JSON.match(text, start):
        try:
            return read_json(text, start)
        except (ValueError, RecursionError):
            pass
    return _Reader(text).read(start)


def read_called(text: str) -> Iterator[tuple[Any, int]]:
    """Yield the data that functions called on the spot return, with their arguments in place, and where each ends.

    `(function(a, b) {return {price: a, shop: b}}("36.50", "甲"))` is how some frameworks write a page's state shorter.
    """
    position = 0
    while (called := _CALLED.search(text, position)) is not None:
        position = called.end()
        returned = _RETURNED.search(text, position, position + _MOST_STATEMENTS)
        if returned is None:
            continue
        try:
            _, end = _Reader(text).read(returned.end())
            handed = _HANDED_OVER.match(text, end)
            if handed is None:
                continue
            close = _closing(text, handed.end())
            values, _ = read_literal(f"[{text[handed.end() : close]}]", 0)
            names = [name.strip() for name in called.group("names").split(",")]
            value, _ = _Reader(text, dict(zip(names, values, strict=False))).read(returned.end())
        except LiteralError:
            continue
        position = close
        yield value, close


def _closing(text: str, position: int) -> int:
    """Return where the bracket closes that was opened just before `position`. Raises LiteralError."""
    depth = 0
    for found in _SKIPPED.finditer(text, position):
        mark = found.group()
        if mark in ("(", "[", "{"):
            depth += 1
        elif mark in (")", "]", "}"):
            if depth == 0:
                return found.start()
            depth -= 1
    raise LiteralError(len(text))


def read_json(text: str, start: int) -> tuple[Any, int]:
    """Return the JSON value at `start`, its strings fit to be written again, and its end. Raises as `load_json`."""
    value, end = _STRICT.raw_decode(text, start)
    return (plain(value) if _HALF_WRITTEN.search(text, start, end) else value), end


def load_json(text: str) -> Any:
    """Return the data of a JSON text, its strings fit to be written again. Raises ValueError, RecursionError."""
    value = json.loads(text, strict=False)
    return plain(value) if _HALF_WRITTEN.search(text) else value


def unescape(text: str) -> str:
    """Return a JavaScript string's content with its escapes resolved."""
    if "\\" not in text:
        return text
    # Characters outside the basic plane are written as two escapes.
    return plain_text(_ESCAPE.sub(_unescaped, text))


def _unescaped(found: re.Match[str]) -> str:
    code = found.group(1) or found.group(2) or found.group(3)
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return _ESCAPED.get(found.group(4), found.group(4))


class _Reader:
    """One pass over a literal with an explicit stack; never goes back."""

    def __init__(self, text: str, names: Mapping[str, Any] = _NOTHING) -> None:
        self._text = text
        self._names = names
        self._at = -1
        self._found: re.Match[str] | None = None

    def _token(self, position: int) -> re.Match[str] | None:
        """Return the token at a position, matched once however often it is looked at."""
        if position != self._at:
            self._at, self._found = position, _TOKEN.match(self._text, position)
        return self._found

    def read(self, start: int) -> tuple[Any, int]:
        text = self._text
        root: list[Any] = []
        stack: list[Any] = [root]
        keys: list[str | None] = [None]
        position = start
        while True:
            found = self._token(position)
            if found is None:
                raise LiteralError(len(text))
            mark = found.group("token")
            position = found.end()
            holder = stack[-1]
            if mark in "{[":
                value: Any = {} if mark == "{" else []
                self._put(holder, keys, value)
                if len(stack) > _MAX_DEPTH:
                    raise LiteralError(position)
                stack.append(value)
                keys.append(None)
            elif mark in "}]":
                stack.pop()
                keys.pop()
                if not stack:
                    raise LiteralError(position)
            elif mark == ",":
                keys[-1] = None
            elif mark == ":":
                continue
            elif isinstance(holder, dict) and keys[-1] is None:
                keys[-1] = self._key(mark)
                if not self._colon_follows(position):
                    position = self._skip(position)
                    keys[-1] = None
            else:
                value, position = self._scalar(mark, found.start("token"), position)
                self._put(holder, keys, value)
            if len(stack) == 1 and root:
                return root[0], position

    def _colon_follows(self, position: int) -> bool:
        found = self._token(position)
        return found is not None and found.group("token") == ":"

    @staticmethod
    def _put(holder: Any, keys: list[str | None], value: Any) -> None:
        if isinstance(holder, dict):
            if keys[-1] is not None:
                holder[keys[-1]] = value
                keys[-1] = None
        else:
            holder.append(value)

    @staticmethod
    def _key(mark: str) -> str:
        return unescape(mark[1:-1]) if mark[0] in "\"'`" and len(mark) > 1 else mark

    def _scalar(self, mark: str, start: int, position: int) -> tuple[Any, int]:
        """Return the value that begins with `mark`; None of an expression; and where it ends."""
        value: Any = None
        simple = True
        if mark[0] in "\"'`" and len(mark) > 1:
            value = unescape(mark[1:-1])
        elif mark[0].isdigit() or (mark[0] in "-." and len(mark) > 1):
            value = self._number(mark)
        elif mark in self._names:
            value = self._names[mark]
        elif mark in _NAMES:
            value = _NAMES[mark]
        else:
            simple = mark.isidentifier() or mark.startswith("!")
            position = start if not simple else position
            if mark == "!":
                return self._negation(position)
        following = self._token(position) if simple else None
        if following is not None and following.group("token") in ",}]":
            return value, position
        return None, self._skip(position)

    def _negation(self, position: int) -> tuple[Any, int]:
        """Minified code writes true and false as !0 and !1."""
        digit = self._text[position : position + 1]
        end = self._skip(position)
        return {"0": True, "1": False}.get(digit), end

    @staticmethod
    def _number(mark: str) -> Any:
        try:
            if mark[:2] in ("0x", "0X"):
                return int(mark, 16)
            return int(mark) if mark.lstrip("-").isdigit() else float(mark)
        except ValueError:
            return None

    def _skip(self, position: int) -> int:
        """Return where an expression ends: before the comma or bracket that closes it."""
        depth = 0
        while True:
            found = _SKIPPED.search(self._text, position)
            if found is None:
                raise LiteralError(len(self._text))
            mark = found.group()
            if mark in "([{":
                depth += 1
            elif mark in ")]}":
                if depth == 0 and mark == ")":
                    # Nothing inside the literal opened it: it is code, and would be met here again and again.
                    raise LiteralError(found.end())
                if depth == 0:
                    return found.start()
                depth -= 1
            elif depth == 0 and mark in ",;":
                if mark == ";":
                    raise LiteralError(found.end())
                return found.start()
            position = found.end()
