"""Parts of a page that were not loaded when it was captured: frames, tabs, descriptions, single-page shells."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborNode

from config.declared import load_declared
from config.record import Record
from crawler.read.data.data_blocks import holds_any
from crawler.read.dom.areas import area_of_heading, area_of_names
from crawler.read.dom.boxes import Box
from crawler.read.dom.document import Document, place_of
from crawler.read.dom.lines import TEMPLATE
from crawler.read.dom.outline import Element
from crawler.read.dom.vocabulary import vocabulary
from crawler.read.item.images import has_address, in_gallery, offer_number
from crawler.read.labels.pairs import Line, Portion
from crawler.read.labels.view import view_of
from crawler.read.states.tabs import DISCLOSES, unopened_tabs

_DECLARED = Path(__file__).with_name("loading.toml")
_WORD = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DESCRIPTION_HINTS = (
    *("descurl", "desc_url", "descriptionurl", "description_url", "descapi", "desc_api"),
    *("detailurl", "detail_url", "descsrc", "desc_src"),
)
"""What every name ends in, in lower case, under which scripts keep the description's address."""
_DESCRIPTION_URL = re.compile(
    r"(?:url|api|src)[\"']?\s*[:=]\s*[^,;{}\n]{0,120}?[\"'](?P<url>[^\"'\s]{6,400})[\"']",
    re.IGNORECASE,
)
_REQUESTS = ("$.get", "$.post", "$.ajax", "jQuery.", "fetch", "axios", ".load", "getScript", ".open")
"""How the calls begin by which scripts load something."""
_AJAX = re.compile(
    r"(?:\$\.(?:get|post|ajax|getJSON|getScript)|jQuery\.(?:get|post|ajax|getJSON)|fetch|axios(?:\.\w+)?|\.load|getScript|\.open)\s*\("
    r"[^)]{0,200}?[\"'/](?P<what>[^\"')\s]{0,80}(?:desc|detail|param|attr|spec|intro|content|cert|licen|zizhi|aptitude|property)[^\"')\s]{0,80})",
    re.IGNORECASE,
)
_DRAWS = ("innerHTML", ".html(", "append", "createApp", "new Vue", "ReactDOM", "render(", "hydrate", "createRoot")
"""What an inline script calls to put content on the page."""
_NOT_CONTENT = re.compile(
    r"review|comment|rate|cart|stock|price|recommend|related|login|user|coupon|track|log\b|stat|collect|favor|wish",
    re.IGNORECASE,
)
_AFTER_LOGIN = re.compile(
    r"(?:登录|登陆|注册|扫码|关注|下载|打开).{0,8}(?:查看|可见|显示|浏览|了解).{0,6}(?:参数|详情|更多|全部|完整|资质|证书|说明|信息|内容)"
    r"|(?:log ?in|sign ?in) (?:to|for) (?:see|view|more).{0,20}(?:detail|spec|more|full)",
    re.IGNORECASE,
)
_FOR_MORE = re.compile(
    r"(?:查看|更多|全部|展开|加载|显示|完整).{0,6}(?:参数|详情|规格|说明|介绍|资质|证书|信息|描述)"
    r"|more (?:detail|spec|info)|(?:show|view|load) (?:all|more|full) (?:detail|spec|desc|attr|param|info)",
    re.IGNORECASE,
)
_LONGEST_INVITATION = 24
_LONGEST_TAB = 8
_DRAWN = frozenset(("canvas", "svg", "embed", "object"))
_FILES = frozenset(("embed", "object"))
_LEAST_DRAWING = 240
"""Pixels below which either side makes a drawing an icon or a code to scan."""
_TINY = 10
_MAX_WAITING = 40
_SHORT_HREF = 5


class LoadingMarks(Record):
    """By what unloaded parts are recognised."""

    waiting: tuple[str, ...]
    of_what: tuple[str, ...]
    addresses: tuple[str, ...]
    panels: frozenset[str]
    mounts: frozenset[str]
    foreign_frames: tuple[str, ...]
    foreign_scripts: frozenset[str]

    @cached_property
    def address_names(self) -> frozenset[str]:
        """The attributes of `addresses`, to be compared with an element's own."""
        return frozenset(self.addresses)


def load_loading_marks(path: Path | None = None) -> LoadingMarks:
    """Read the declared marks. Raises DeclarationError naming the file and field."""
    return load_declared(path or _DECLARED, LoadingMarks)


@lru_cache(maxsize=1)
def _marks() -> LoadingMarks:
    return load_loading_marks()


@lru_cache(maxsize=1)
def _waiting() -> re.Pattern[str]:
    folded = sorted({vocabulary().folded(text) for text in _marks().waiting}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, folded)))


@lru_cache(maxsize=1)
def _of_what() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(vocabulary().folded(word)) for word in _marks().of_what))


def unloaded_parts(document: Document) -> tuple[str, ...]:
    """Return what of the page is missing, as short texts that name place and reason; () where it was loaded whole."""
    return tuple(_unloaded(document))


def _unloaded(document: Document) -> Iterator[str]:
    view = view_of(document)
    page = view.portions[0]
    loaded = frozenset(_bare(fragment.url) for fragment in document.raw_fragments)
    yield from _frames(document, loaded)
    filled = _filled(page)
    scripted = not document.rendered and _has_scripts(document)
    for portion in view.portions:
        yield from _waiting_lines(portion, rendered=document.rendered)
    yield from _empty_places(document, page, filled, loaded, scripted=scripted)
    yield from _tabs(document, page, loaded)
    yield from _behind_a_step(document, page, loaded)
    for portion in view.portions:
        yield from _drawn(portion)
        yield from _films(portion)
    yield from _unopened(document)
    yield from _papers(document, page, loaded)
    yield from unopened_tabs(document)
    described = any(box.number in filled for box in page.boxes if box.area == "description") or len(view.portions) > 1
    if not described:
        yield from _lazy_description(document, loaded)
    if not document.rendered:
        yield from _loaders(document, loaded)


def _bare(url: str) -> str:
    """Return an address without scheme and fragment, as addresses of parts are compared."""
    url = urldefrag(url)[0]
    return url.split(":", 1)[1] if "://" in url else url


def _frames(document: Document, loaded: frozenset[str]) -> Iterator[str]:
    for node in document.tree.css("iframe, frame"):
        attributes = node.attributes
        late = _late_address(attributes)
        address = attributes.get("src") or attributes.get("data-src") or late or ""
        if attributes.get("srcdoc"):
            continue
        url = document.absolute(address)
        if url is None or _is_tiny(node) or any(word in url.lower() for word in _marks().foreign_frames):
            continue
        if _bare(url) not in loaded:
            yield f"iframe: {url}"


def _is_tiny(node: LexborNode) -> bool:
    """Return whether a frame is too small to show anything, or hidden for good."""
    attributes = node.attributes
    for name in ("width", "height"):
        size = (attributes.get(name) or "").removesuffix("px")
        if size.isdigit() and int(size) <= _TINY:
            return True
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return (
        "display:none" in style
        or "visibility:hidden" in style
        or bool(re.search(r"(?<!-)(?:width|height):[01]px", style))
    )


def _filled(portion: Portion) -> frozenset[int]:
    """Return the numbers of the boxes that show text or an image."""
    filled = {line.box.number for line in portion.lines if not _is_waiting(line.text)}
    for box in reversed(portion.boxes):
        number, tag = box.number, box.tag
        if tag == "img" and has_address(box):
            filled.add(number)
        if (number in filled or tag == "input") and box.parent is not None:
            filled.add(box.parent.number)
    return frozenset(filled)


@lru_cache(maxsize=20_000)
def _folds_to_waiting(text: str) -> bool:
    folded = vocabulary().folded(text)
    rest, count = _waiting().subn("", folded)
    return count > 0 and not _of_what().sub("", rest)


def _is_waiting(text: str) -> bool:
    return len(text) <= _MAX_WAITING and _folds_to_waiting(text)


def _waiting_lines(portion: Portion, *, rendered: bool) -> Iterator[str]:
    for line in portion.lines:
        if line.area in ("header", "footer"):
            continue
        if _is_waiting(line.text) and not (rendered and (line.area == "other" or _is_hidden(line))):
            yield f"waiting: {line.text} @ {line.place}"
        elif not rendered and ("{" in line.text or "<%" in line.text) and TEMPLATE.search(line.text):
            yield f"template: {line.text[:60]} @ {line.place}"


def _is_hidden(line: Line) -> bool:
    return any("display:none" in box.attribute("style").replace(" ", "") for box in line.box.ancestors())


def _empty_places(
    document: Document, page: Portion, filled: frozenset[int], loaded: frozenset[str], *, scripted: bool
) -> Iterator[str]:
    marks = _marks()
    addresses, mounts = marks.address_names, marks.mounts
    for box in page.boxes:
        attributes = box.attributes
        if not attributes or box.number in filled or box.number == 0 or box.area in ("header", "footer"):
            continue
        if box.tag in _INLINE:
            continue
        mark = _place_mark(box, attributes)
        if mark == "noise" or (mark is None and not (scripted and attributes.get("id") in mounts)):
            continue
        address = None if addresses.isdisjoint(attributes) else _late_address(attributes)
        url = document.absolute(address) if address else None
        if url is not None and _bare(url) not in loaded:
            yield f"not fetched: {url} @ {place_of(box.node)}"
        elif scripted and url is None:
            yield f"empty: {place_of(box.node)}"


_INLINE = frozenset(("span", "i", "em", "b", "a", "img", "input", "s", "strong", "u", "label"))


def _late_address(attributes: dict[str, str | None]) -> str | None:
    """Return the address from which an element is filled, where it has one."""
    return next((attributes[name] for name in _marks().addresses if attributes.get(name)), None)


def _place_mark(box: Box, attributes: dict[str, str | None]) -> str | None:
    """Return what an element's marks say it is for: the area, "panel", or None."""
    mark = _mark_of_names(box.names) if box.names else None
    if mark is not None and mark != "panel":
        return mark
    is_panel = mark == "panel" or attributes.get("role") == "tabpanel" or "data-tab" in attributes
    if is_panel and (box.parent is None or box.parent.area != "noise"):
        return "panel"
    return box.area if box.area in ("attribute", "description") and "data-url" in attributes else None


@lru_cache(maxsize=20_000)
def _mark_of_names(names: str) -> str | None:
    area = area_of_names(names)
    if area is not None:
        return area if area in ("attribute", "description") else "noise"
    words = frozenset(_WORD.findall(_CAMEL.sub(" ", names).casefold())) | frozenset(
        re.sub(r"[-_]", "", name) for name in names.casefold().split()
    )
    return None if words.isdisjoint(_marks().panels) else "panel"


def _tabs(document: Document, page: Portion, loaded: frozenset[str]) -> Iterator[str]:
    """Yield tabs that say they hold attributes or a description and are filled from an address of their own."""
    for line in page.lines:
        if len(line.text) > 24 or line.area in ("header", "footer"):
            continue
        if area_of_heading(line.text) not in ("attribute", "description"):
            continue
        for box, _ in zip(line.box.ancestors(), range(3), strict=False):
            attributes = box.attributes
            address = _late_address(attributes)
            url = document.absolute(address) if address and "/" in address else None
            if url is not None and _bare(url) not in loaded:
                yield f"tab: {line.text} {url}"
                break
        for link in line.box.node.css("a[href]") if line.box.tag != "a" else [line.box.node]:
            href = (link.attributes.get("href") or "").strip()
            url = None if href.startswith("#") else document.absolute(href)
            if url is not None and _is_same_item(document, url) and _bare(url) not in loaded:
                yield f"tab: {line.text} {url}"


def _behind_a_step(document: Document, page: Portion, loaded: frozenset[str]) -> Iterator[str]:
    """Yield what is only shown after a login, or is fetched when somebody asks for more."""
    for line in page.lines:
        short = len(line.text) <= _LONGEST_INVITATION and line.area not in ("header", "footer")
        if short and _AFTER_LOGIN.search(line.text):
            yield f"after a step: {line.text} @ {line.place}"
    addresses = _marks().address_names
    for box in page.boxes:
        if box.area in ("header", "footer") or addresses.isdisjoint(box.attributes):
            continue
        if document.outline.length(box.element) > _LONGEST_INVITATION:
            continue
        text = box.node.text(deep=True).strip()
        address = _late_address(box.attributes)
        asks = _FOR_MORE.search(text) or (len(text) <= _LONGEST_TAB and DISCLOSES.search(text))
        url = document.absolute(address) if address and asks else None
        if url is not None and _bare(url) not in loaded:
            yield f"more: {text} {url}"


def _drawn(portion: Portion) -> Iterator[str]:
    """Yield drawings and embedded files where the seller speaks of the goods: what they show is not text."""
    for box in portion.boxes:
        if box.tag not in _DRAWN or box.area in ("header", "footer"):
            continue
        if box.tag == "svg" and box.node.css_first("text") is None:
            continue
        sides = [_pixels(box.attribute(name)) for name in ("width", "height")]
        small = any(side is not None and side < _LEAST_DRAWING for side in sides)
        told = any(side is not None for side in sides) or box.area in ("attribute", "description")
        if not small and (told or (box.tag in _FILES and (box.attribute("src") or box.attribute("data")))):
            yield f"{box.tag}: {box.attribute('src') or box.attribute('data') or place_of(box.node)}"


def _papers(document: Document, page: Portion, loaded: frozenset[str]) -> Iterator[str]:
    """Yield links that say what the seller discloses and lead to a file, or to another page of the same item."""
    for box in page.boxes:
        if box.tag != "a" or box.area in ("header", "footer", "noise"):
            continue
        url = document.absolute(box.attribute("href"))
        if url is None or document.outline.length(box.element) > _LONGEST_INVITATION or _bare(url) in loaded:
            continue
        text = box.node.text(deep=True)
        if DISCLOSES.search(text) and (_PAPER.search(urlsplit(url).path) or _is_same_item(document, url)):
            yield f"not opened: {text.strip()} {url}"


_PAPER = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar|jpe?g|png|webp|gif|bmp|tiff?)$", re.IGNORECASE)


def _films(portion: Portion) -> Iterator[str]:
    """Yield the films that show something beside the goods' own pictures: what they show is not text."""
    boxes = {box.element: box for box in portion.boxes}
    offer = portion.boxes[offer_number(portion)].element if portion.boxes else 0
    for element in portion.document.outline.tagged("video"):
        holder = boxes.get(element.parent)
        if holder is None or holder.area in ("header", "footer") or in_gallery(holder, element.attributes):
            continue
        if holder.area in ("attribute", "description") or element.number > offer:
            yield f"video: {element.attributes.get('src') or place_of(element.node)}"


_OPENS = re.compile(
    r"^\W*(?:点击|展开|查看|显示|加载)\s*(?:查看|展开)?\s*(?:全部|更多|完整|所有|详细)?\s*(?:产品|商品|规格|资质|证书|认证)?\s*"
    r"(?:参数|规格|资质|证书|详情|信息|说明)\W*$"
)
_LEADS_NOWHERE = re.compile(r"^\s*(?:javascript:.*|#)?\s*$", re.IGNORECASE)


def _unopened(document: Document) -> Iterator[str]:
    """Yield controls that would show more of the goods, on pages that keep nothing hidden for them to show."""
    outline = document.outline
    if document.rendered or any(piece.hidden for piece in outline.pieces):
        return
    for position, piece in enumerate(outline.pieces):
        if len(piece.text) > _LONGEST_INVITATION or not _OPENS.match(piece.text):
            continue
        element = next(
            (
                above
                for above, _ in zip(outline.ancestors(piece.element), range(3), strict=False)
                if above.tag in ("a", "button")
            ),
            None,
        )
        scripted = element is not None and _LEADS_NOWHERE.match(element.attributes.get("href") or "")
        if scripted and not _names_its_place(document, element) and not _opens_in_place(document, position):
            yield f"unopened: {piece.text}"


def _names_its_place(document: Document, element: Element | None) -> bool:
    """Return whether a control names the part of the page that it opens (aria-controls)."""
    shown = element.attributes if element is not None else {}
    name = next((shown[key] for key in _HANDLED if shown.get(key)), None) or ""
    return bool(_NAME.fullmatch(name := name.lstrip("#"))) and document.tree.css_first(f'[id="{name}"]') is not None


_HANDLED = ("aria-controls", "data-bs-target", "data-target")
_NAME = re.compile(r"[\w-]+")


def _opens_in_place(document: Document, position: int) -> bool:
    """Return whether facts stand right around a control: it only folds and unfolds what is there."""
    pieces = document.outline.pieces[max(0, position - 6) : position + 7]
    return sum(1 for piece in pieces if vocabulary().meaning(piece.text.split("：")[0].strip()) is not None) >= _FACTS


_FACTS = 4


def _pixels(text: str) -> float | None:
    text = text.strip().removesuffix("px")
    return float(text) if text.replace(".", "", 1).isdigit() else None


def _is_same_item(document: Document, url: str) -> bool:
    """Return whether a link leads to another page of the same item: same host, and the item's own number in it."""
    here = urlsplit(document.final_url or document.url or "")
    there = urlsplit(url)
    if not here.hostname or here.hostname != there.hostname or _bare(url) == _bare(here.geturl()):
        return False
    if there.path.startswith(f"{re.sub(r'[.][a-z]+$', '', here.path).rstrip('/')}/") and len(here.path) > 1:
        return True
    numbers = re.findall(r"\d{3,}", f"{here.path}?{here.query}")
    if numbers and (there.path, there.query) == (here.path, here.query):
        return False
    return any(number in f"{there.path}?{there.query}" for number in numbers[-1:])


def _lazy_description(document: Document, loaded: frozenset[str]) -> Iterator[str]:
    """Yield the address a script would fetch the description from, where that was not done."""
    for (_, text), lowered in zip(document.scripts, document.lowered_scripts, strict=True):
        for found in _description_addresses(text, lowered):
            url = document.absolute(found) or found
            if "/" in url and _bare(url) not in loaded:
                yield f"description not fetched: {url}"
                return


def _description_addresses(script: str, lowered: str) -> Iterator[str]:
    if len(lowered) != len(script):
        # A few letters grow when they are made small; positions must stay those of the script.
        lowered = "".join(small if len(small := letter.lower()) == 1 else letter for letter in script)
    for hint in _DESCRIPTION_HINTS:
        for at in _occurrences(lowered, hint):
            found = _DESCRIPTION_URL.match(script, at + len(hint) - 3)
            if found is not None:
                yield found["url"]


def _occurrences(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _has_scripts(document: Document) -> bool:
    """Return whether the page has scripts that could put content on it."""
    foreign = _marks().foreign_scripts
    for node in document.tree.css("script"):
        attributes = node.attributes
        kind = (attributes.get("type") or "").lower()
        if "json" in kind or "template" in kind or kind == "text/html":
            continue
        source = (attributes.get("src") or "").lower()
        if source:
            if foreign.isdisjoint(re.split(r"[^a-z0-9]+", source)):
                return True
        elif holds_any(node.text(deep=True) or "", _DRAWS):
            return True
    return False


def _loaders(document: Document, loaded: frozenset[str]) -> Iterator[str]:
    """Yield requests for attributes, descriptions or certificates that inline scripts would make."""
    for attributes, text in document.scripts:
        if "json" in (attributes.get("type") or ""):
            continue
        starts = sorted(at for word in _REQUESTS for at in _occurrences(text, word))
        for found in filter(None, (_AJAX.match(text, at) for at in starts)):
            what = found["what"]
            if _NOT_CONTENT.search(what) or len(what) < _SHORT_HREF:
                continue
            url = document.absolute(what) or what
            if _bare(url) not in loaded:
                yield f"loader: {what[:80]}"
