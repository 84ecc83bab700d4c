"""Splitting one line of text into its labels and values: `标签：值`, several in a line, run together, or in 【】."""

import re
from dataclasses import dataclass
from functools import lru_cache

from crawler.read.dom.vocabulary import MAX_LABEL, NUMBERED, Meaning, vocabulary

_COLON = re.compile(r"[:：﹕∶︰]|】(?!\s*[:：])|］")
_STRONG = re.compile(r"[\n;；|｜。！？!?\t•●■◆▪※✔√]|\s[·/\-–—]\s|(?<=\S)\s+")
_WEAK = re.compile(r"[,，、·/]")
TEMPLATE = re.compile(r"\{\{[^{}\n]{1,80}\}\}|<%=?[^%\n]{1,80}%>|\{%[^%\n]{1,80}%\}|(?<!\w)\$\{[\w.]{1,40}\}")
"""A place that a script was to fill and did not."""
_URL_SCHEME = re.compile(r"(?:https?|ftp|mailto|tel|javascript|data)$", re.IGNORECASE)
_SENTENCE = re.compile(r"[。！？!?]")
_EDGES = " \t\r\n\u3000\xa0;；,，、|｜·•:："
_OPENERS = "【[［〖「"
_CLOSERS = "】]］〗」"
_SHUT, _SHUT_AGAIN = frozenset(_OPENERS), frozenset(_CLOSERS)
_LONGEST_BOXED = 8
_BOXED = re.compile(r"[【[［〖「]\s*(?P<label>[^【】\[\]［］〖〗「」:：]{2,20}?)\s*[】\]］〗」]\s*[:：]?")
_LATIN_TAIL = re.compile(r"[A-Za-z][A-Za-z.#()/'’ -]*$")
_VALUE_LIKE = re.compile(r"[0-9A-Za-z.…]")
_VALUE_END = re.compile(r"\d\S*$|[.…]{2,}")
_AFTER_CODE = re.compile(r"[0-9A-Za-z)）%…](?P<label>[\u4e00-\u9fff]{2,8})$")
_MAX_FIRST = 40
_CHOICE = re.compile(r"\s*(?:已选中|已选择)(?=\s|$)")
"""What the page says beside a variant that may be chosen."""
_DASHED = re.compile(r"^[-–—]+\s+(?=\S)")
_BRACKETS = re.compile(r"[()（）]")
_MOST_WEAK = 3
_LONGEST_LINE = 4_000
"""Letters read as one line; longer ones are read piece by piece, so that no page costs without bound."""
_SHORT_VALUE = 60
_INNER = re.compile(r"[。！？，,；;]")
_SPREAD = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_ROLE = re.compile(r"^(?:被?委托|受托|受委托|经销|总经销|代理|进口|监制|出品|分装|灌装|加工)")


@dataclass(frozen=True, slots=True)
class Part:
    """One label with what follows it in a line."""

    label: str
    value: str
    meaning: Meaning | None


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    label: str
    meaning: Meaning | None
    bracketed: bool = False
    """True where the bracket that is open before the label closes behind its value."""


def clean_value(text: str) -> str:
    """Return a value without the separators around it."""
    text = _CHOICE.sub("", " ".join(text.split())).strip(_EDGES)
    text = _DASHED.sub("", text)
    ends_clause = text.endswith("。") and len(text) <= _SHORT_VALUE and not _INNER.search(text[:-1])
    return text[:-1].strip(_EDGES) if ends_clause else text


@lru_cache(maxsize=10_000)
def clean_label(text: str) -> str:
    """Return a label as it is shown, without its colon and the ornaments around it."""
    text = " ".join(text.split()).strip("：:﹕∶︰ \u3000*★●◆■·•▪※-—_>|【】[]［］〖〗「」")
    bare = NUMBERED.sub("", text)
    if bare != text and vocabulary().meaning(bare) is not None:
        text = bare
    closed = _SPREAD.sub("", text)
    # 品　　牌 is set apart only to line up with longer labels.
    return closed if closed != text and vocabulary().exact(vocabulary().folded(text)) is not None else text


@lru_cache(maxsize=10_000)
def is_label_only(text: str) -> bool:
    """Return whether a text is nothing but a label with its colon, or a declared one in brackets (【型号】)."""
    text = text.strip()
    if not text or len(text) > _MAX_FIRST:
        return False
    if (boxed := _BOXED.fullmatch(text)) is not None:
        return vocabulary().meaning(boxed["label"]) is not None
    if text[-1] not in ":：﹕∶︰":
        return False
    return _COLON.search(text[:-1]) is None and bool(vocabulary().folded(text))


def split_line(text: str) -> tuple[Part, ...]:
    """Return the labels and values of a line, in order; () where it holds no label."""
    if len(text) > _LONGEST_LINE:
        return tuple(
            part
            for begin in range(0, len(text), _LONGEST_LINE)
            for part in split_line(text[begin : begin + _LONGEST_LINE])
        )
    marks = _marks(text)
    parts: list[Part] = []
    for index, mark in enumerate(marks):
        end = marks[index + 1].start if index + 1 < len(marks) else len(text)
        if mark.bracketed:
            end = _closing(text, mark.end, end)
        elif _is_open(text, mark):
            # 【型号：A-1】 is closed before what follows it.
            closed = (text.find(closer, mark.end, end) for closer in _CLOSERS)
            end = min((at for at in closed if at >= 0), default=end)
        parts.append(Part(mark.label, clean_value(text[mark.end : end].rstrip(_OPENERS)), mark.meaning))
    return _with_roles(parts)


def _is_open(text: str, mark: _Mark) -> bool:
    """Return whether a bracket opens right before a label and is still open behind its colon."""
    begun = text[max(0, mark.start - 1) : mark.end]
    return not _SHUT.isdisjoint(begun[:2]) and _SHUT_AGAIN.isdisjoint(begun)


def _with_roles(parts: list[Part]) -> tuple[Part, ...]:
    """Give a maker's empty label the firms named by role after it (生产企业：委托方：甲；受托方：乙)."""
    folded: list[Part] = []
    for part in parts:
        last = folded[-1] if folded else None
        takes = (
            last is not None and last.meaning is not None and last.meaning.field == "maker" and last.meaning.rank == 1
        )
        if last is not None and takes and _ROLE.match(part.label) and (not last.value or _ROLE.match(last.value)):
            joined = f"{last.value}；{part.label}：{part.value}" if last.value else f"{part.label}：{part.value}"
            folded[-1] = Part(last.label, joined, last.meaning)
            continue
        folded.append(part)
    return tuple(folded)


def _marks(text: str) -> list[_Mark]:
    found: list[_Mark] = []
    floor = counted = opened = 0
    for colon in _COLON.finditer(text):
        at, after = colon.span()
        bracket = colon.group() in "】］"
        if found:
            # What stands in brackets that are open belongs to the value before.
            opened += _open_brackets(text, max(floor, counted), at)
            counted = at
            if opened > 0 and not bracket:
                continue
        in_row = bool(found) and text[found[-1].start] in _OPENERS
        mark = (
            _bracket_mark(text, floor, at, in_row=in_row) if bracket else _colon_mark(text, floor, at, first=not found)
        )
        if mark is None:
            continue
        if bracket and text[after : after + 1] in ":：":
            after += 1
        last = found[-1] if found else None
        inside = last is not None and last.bracketed and _closing(text, last.end, mark.start) == mark.start
        found.append(_Mark(mark.start, after, mark.label, mark.meaning, mark.bracketed or inside))
        floor, opened = after, 0
    return found


def _open_brackets(text: str, start: int, end: int) -> int:
    """Return how many more brackets are opened than closed in part of a text."""
    opened = text.count("(", start, end) + text.count("（", start, end)
    return opened - text.count(")", start, end) - text.count("）", start, end)


def _closing(text: str, start: int, end: int) -> int:
    """Return where the bracket closes that is open at the start of a part of a text; its end where it does not."""
    depth = 1
    for bracket in _BRACKETS.finditer(text, start, end):
        depth += 1 if bracket.group() in "(（" else -1
        if depth == 0:
            return bracket.start()
    return end


def _mark_in_brackets(before: str, offset: int, at: int) -> _Mark | None:
    """Read `…制造（地址：X）` as a label in brackets: its value ends where they close."""
    opener = max(before.rfind("("), before.rfind("（"))
    if opener < 0 or _BRACKETS.search(before, opener + 1):
        return None
    label = before[opener + 1 :].strip()
    meaning = vocabulary().meaning(label)
    if meaning is None:
        return None
    tail = vocabulary().known_tail(before)
    if tail is not None and tail[0] < opener and not _of_nobody(tail[1]):
        # 由某公司制造（地址：…） says whose address it is.
        meaning = tail[1]
    return _Mark(offset + opener, at, clean_label(label), meaning, bracketed=True)


def _of_nobody(meaning: Meaning) -> bool:
    return meaning.field in ("service", "subject")


def _bracket_mark(text: str, floor: int, at: int, *, in_row: bool = False) -> _Mark | None:
    """Read `【型号】X` as a label; other words in brackets are ornaments, but behind such labels end their values."""
    start = max(text.rfind(opener, floor, at) for opener in _OPENERS)
    if start < 0:
        return None
    label = text[start + 1 : at].rstrip(" \u3000】］")
    meaning = vocabulary().meaning(label)
    if meaning is None and not (in_row and _looks_like_label(label) and len(label) <= _LONGEST_BOXED):
        return None
    return _Mark(start, at, clean_label(label), meaning)


def _colon_mark(text: str, floor: int, at: int, *, first: bool) -> _Mark | None:
    words = vocabulary()
    before = text[max(floor, at - 3 * MAX_LABEL) : at]
    if before.rstrip().endswith(("】", "］")) and (mark := _bracket_mark(text, floor, at)) is not None:
        return mark
    offset = at - len(before)
    if not before.strip() or _URL_SCHEME.search(before) or _is_number_colon(text, at):
        return None
    if (mark := _mark_in_brackets(before, offset, at)) is not None:
        return mark
    if offset == floor and first and len(before) <= _MAX_FIRST and not _SENTENCE.search(before) and "，" not in before:
        whole = words.meaning(before)
        if whole is not None:
            return _Mark(floor, at, clean_label(before), whole)
    start = 0
    for separator in _STRONG.finditer(before):
        start = separator.end()
    token = before[start:]
    separated = start > 0 or (offset == floor and first)
    for separator in list(_WEAK.finditer(token))[-_MOST_WEAK:]:
        rest = token[separator.end() :]
        if words.meaning(rest) is not None and (separator.group() in ",，" or words.meaning(token) is None):
            return _Mark(offset + start + separator.end(), at, clean_label(rest), words.meaning(rest))
    tail = words.known_tail(before)
    if separated:
        meaning = words.meaning(token)
        if tail is not None and tail[0] > start and _VALUE_END.search(before[start : tail[0]]):
            # 美菱 BCD-221UE...冰箱冷柜机型：… begins with what is left of the value before it.
            return _Mark(offset + tail[0], at, clean_label(before[tail[0] :]), tail[1])
        if meaning is not None and (tail is None or tail[0] >= start):
            if first and offset == floor and _LATIN_TAIL.fullmatch(before.strip()) and len(before) <= _MAX_FIRST:
                # Rated capacity: … is no capacity of another kind, and its label is what stands there.
                return _Mark(floor, at, clean_label(before), meaning)
            return _Mark(offset + start, at, clean_label(token), meaning)
        if tail is not None and tail[0] < start:
            return _Mark(offset + tail[0], at, clean_label(before[tail[0] :]), tail[1])
        glued = tail is not None and not words.is_excluded(token) and _VALUE_LIKE.search(before[start : tail[0]])
        if meaning is None and not glued and _looks_like_label(token):
            if first and offset == floor and _LATIN_TAIL.fullmatch(before.strip()) and len(before) <= _MAX_FIRST:
                return _Mark(floor, at, clean_label(before), None)
            return _Mark(offset + start, at, clean_label(token), None)
    behind_code = _AFTER_CODE.search(before)
    if behind_code is not None and (tail is None or behind_code.start("label") < tail[0]):
        # A code ends where Chinese begins: LS39537跟底款式：… is 跟底款式 behind the value LS39537.
        label = behind_code["label"]
        return _Mark(offset + behind_code.start("label"), at, clean_label(label), words.meaning(label))
    if tail is not None:
        return _Mark(offset + tail[0], at, clean_label(before[tail[0] :]), tail[1])
    return None


def _looks_like_label(token: str) -> bool:
    """Return whether an undeclared word before a colon can be a label: short, and not a number or a clause."""
    folded = vocabulary().folded(token)
    if not folded or folded.isdigit() or len(folded) > 16 or len(token) > MAX_LABEL:
        return False
    return not _WEAK.search(token) or "/" in token


def _is_number_colon(text: str, at: int) -> bool:
    """Return whether the colon stands between digits (10:30, 16:9)."""
    return at > 0 and text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit() and not _year_label(text, at)


def _year_label(text: str, at: int) -> bool:
    return vocabulary().meaning(text[max(0, at - 6) : at].split(" ")[-1]) is not None
