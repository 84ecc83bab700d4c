"""Finds what on a page leads to a disclosure of the seller: links to follow, controls that only a script answers."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.fetch.links import PageLink, load_signs, looks_like_disclosure
from crawler.read.dom.boxes import Box
from crawler.read.dom.document import Document, collapse
from crawler.read.dom.outline import Element
from crawler.read.item.images import ImageFound
from crawler.read.labels.view import view_of
from crawler.read.seller.disclosure_words import disclosure_words, says
from crawler.records import Link

SHORT_TEXT = 40
_CONTROL_PARTS = frozenset({"tab", "tabs", "btn", "button", "menu", "entry", "cell"})
"""Names of parts that are pressed, in apps whose pages have neither links nor buttons."""
_LONGEST_NAME = 30
_SHOP_HEADS = ("shop", "store", "seller", "merchant", "dianpu")
_NO_CONTROLS = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "th", "td", "dt", "dd", "label", "option", "title", "body"}
)
_CALLED_BY_TEXT = frozenset({"a", "button", "span", "div", "li", "p", "em", "b", "strong", "i", "u", "font"})
_CALLS = "点击|点此|点|查看|查询|显示|展示|我的|本店|店铺|商家|卖家|企业|公司|网店|电子|扫码|的|此处"
_CALLED = "信息|公示|展示|查看|查询|详情|副本|正本|图片|经营|公开|栏|编号|入口|亮照|&|/|、|与|和|及"
_DOES_NOTHING = re.compile(r"javascript:\s*(?:void\s*\(?\s*0?\s*\)?|;|\s)*")
_SCRIPTED = ("onclick", "data-toggle", "data-bs-toggle", "data-target", "data-bs-target", "data-modal", "data-popup")
_SPOKEN = ("title", "aria-label", "alt")
_WORDLESS = frozenset({"i", "span", "a", "em", "b", "div", "img", "svg", "button"})


def is_named(box: Box) -> bool:
    """Return whether an image's own text says what it shows."""
    text = f"{box.attribute('alt')} {box.attribute('title')}"
    return len(re.findall(r"[\u4e00-\u9fff]", text)) >= 2 or bool(re.search(r"[A-Za-z]{4,}", text))


@lru_cache(maxsize=20_000)
def host(url: str | None) -> str:
    """Return an address's host with its port, in lower case."""
    return urlsplit(url or "").netloc.lower()


def disclosure_links(document: Document) -> Iterator[Link]:
    """Yield the links that look like they lead to a disclosure, each target once."""
    words = disclosure_words().words
    declaration = document.declaration
    seen: set[str] = set()
    for portion in view_of(document).portions:
        outline = portion.document.outline
        for box in portion.boxes:
            if box.tag != "a":
                continue
            href = box.attribute("href").strip()
            wordless = outline.length(box.element) == 0
            if not (
                (wordless and box.children)
                or _may_link(href)
                or _may_link(_own_words(box))
                or (outline.length(box.element) <= SHORT_TEXT and _may_link(box.node.text(deep=True)))
            ):
                continue
            url = None if href.startswith("#") else portion.document.absolute(href)
            if url is None or url in seen or says(url, words.not_link_address):
                continue
            text = collapse(box.node.text(deep=True))
            said = f"{text[:60]} {_own_words(box)} {_alts(box)}"
            # Below every page of a marketplace stands who runs the marketplace, not the shop.
            follows = not (declaration is not None and declaration.marketplace and box.area in ("footer", "header"))
            looks = (
                (len(text) <= _LONGEST_NAME and _link_words().search(said))
                or says(urlsplit(url).path + urlsplit(url).netloc, words.link_address)
                or (follows and _is_followed(text[: SHORT_TEXT + 1] or _own_words(box), url))
            )
            if (looks and not says(said, words.not_link)) or (
                wordless and not box.attribute("title").strip() and _is_badge(portion.document, box, url)
            ):
                seen.add(url)
                yield Link(text=(text or _own_words(box) or _alts(box)).strip()[:60], url=url)
    for node in document.tree.css("area[href]"):
        said, url = _said_of(node.attributes), document.absolute(node.attributes.get("href"))
        if url is not None and url not in seen and (_link_words().search(said) or _is_followed(said, url)):
            seen.add(url)
            yield Link(text=said[:60], url=url)


def unopened_controls(document: Document) -> Iterator[str]:
    """Yield what seems to open a disclosure and is answered by a script: nobody has seen what it shows."""
    scripted = bool(document.scripts) or document.tree.css_first("script[src]") is not None
    for portion in view_of(document).portions:
        framed = frozenset(box.element for box in portion.boxes if box.area in ("footer", "header"))
        for element, name in _controls(portion.document):
            if _waits_for_script(portion.document, element, scripted=scripted, framed=framed):
                yield name


def _controls(document: Document) -> Iterator[tuple[Element, str]]:
    """Yield the elements that call themselves what a disclosure is called: by their text, else by their names."""
    outline = document.outline
    for piece in outline.pieces:
        if len(piece.text) > _LONGEST_NAME or not _may_control(piece.text):
            continue
        for element in outline.ancestors(piece.element):
            if element.tag in _NO_CONTROLS or outline.length(element.number) > _LONGEST_NAME:
                break
            start, end = outline.extents[element.number]
            text = "".join(part.text for part in outline.pieces[start:end])
            if element.tag in _CALLED_BY_TEXT and _is_control(text):
                yield element, text
                break
    for element in outline.having("title", "aria-label", "alt"):
        if element.tag in _WORDLESS and not outline.length(element.number):
            own = _said_of(element.attributes)
            if own and _is_control(own):
                yield element, own
    for element in outline.named(disclosure_words().words.control_names):
        attributes = element.attributes
        if element.tag in _WORDLESS and not outline.length(element.number) and not _said_of(attributes):
            yield element, f"{attributes.get('id') or ''} {attributes.get('class') or ''}".strip()


def _waits_for_script(document: Document, element: Element, *, scripted: bool, framed: frozenset[int]) -> bool:
    """Return whether only a script can answer a control: neither a link to somewhere nor a mere caption."""
    outline = document.outline
    inert = True
    for above, _ in zip(outline.ancestors(element.number), range(4), strict=False):
        if outline.length(above.number) > _LONGEST_NAME:
            break
        shown = above.attributes
        if above.tag == "a" and "href" in shown:
            href = (shown["href"] or "").strip()
            if not href.startswith("#") and document.absolute(href):
                return False
            if len(href) > 1 and href.startswith("#") and _has_mark(document, href[1:]) and "onclick" not in shown:
                return False
        if any(name in shown for name in _SCRIPTED) or shown.get("role") in ("button", "link"):
            return True
        script = (shown.get("href") or "").strip().lower()
        if script.startswith("javascript:") and not _DOES_NOTHING.fullmatch(script):
            return True
        inert = inert and above.tag not in ("a", "button") and above.words.isdisjoint(_CONTROL_PARTS)
    # A listener set by a script leaves no trace on its element; a caption stands beside what it speaks of.
    return scripted and (not inert or element.number in framed)


def _has_mark(document: Document, name: str) -> bool:
    return any(
        name in (element.attributes.get("id"), element.attributes.get("name"))
        for element in document.outline.elements
        if element.attributes and element.tag not in ("meta", "input")
    )


def _said_of(attributes: dict[str, str | None]) -> str:
    if attributes.keys().isdisjoint(_SPOKEN):
        return ""
    return " ".join(filter(None, ((attributes.get(name) or "").strip() for name in _SPOKEN)))


def _own_words(box: Box) -> str:
    return _said_of(box.attributes)


def _alts(box: Box) -> str:
    return " ".join(
        f"{shown.get('alt') or ''} {shown.get('title') or ''} {(shown.get('src') or '').rsplit('/', 1)[-1]}"
        for shown in (image.attributes for image in box.node.css("img")[:3])
    ).strip()


def _is_badge(document: Document, box: Box, url: str) -> bool:
    """Return whether a link is nothing but an unnamed icon beside a shop's name, which may lead to its licence."""
    image = box.node.css_first("img")
    if image is None or host(url) != host(document.final_url or document.url):
        return False
    if urlsplit(url).path in ("", "/") or says(f"{url} {_alts(box)}", disclosure_words().words.known_image):
        return False
    icon = next((child for child in box.children if isinstance(child, Box) and child.tag == "img"), None)
    if icon is None or is_named(icon) or not ImageFound(image.attributes.get("src") or "", icon).small:
        return False
    return any(says(above.names, _SHOP_HEADS) for above, _ in zip(box.ancestors(), range(3), strict=False))


@lru_cache(maxsize=1)
def _link_words() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, disclosure_words().words.link)), re.IGNORECASE)


@lru_cache(maxsize=1)
def _any_link_word() -> re.Pattern[str]:
    """Return what finds a declared word in a text in lower case; without flags it skips to the words' first letters."""
    words = disclosure_words().words
    signs = load_signs()
    plain = {*words.link, *words.link_address, *signs.disclosure_texts, *signs.disclosure_names}
    plain.update(signs.disclosure_heads)
    # A follower leaves blanks out of account; a word's own are any or none.
    return re.compile("|".join(r"\s*".join(map(re.escape, word.lower().split())) for word in sorted(plain)))


@lru_cache(maxsize=1)
def _any_link_address() -> re.Pattern[str]:
    return re.compile("|".join(load_signs().disclosure_urls))


@lru_cache(maxsize=20_000)
def _may_link(text: str) -> bool:
    """Return whether a text or an address holds what any link to a disclosure holds."""
    folded = text.lower()
    return _any_link_word().search(folded) is not None or _any_link_address().search(folded) is not None


@lru_cache(maxsize=20_000)
def _is_followed(text: str, url: str) -> bool:
    """Return whether a sweep takes a link for one to a disclosure: then what it leads to must have been seen."""
    return looks_like_disclosure(PageLink(url=url, text=text))


@lru_cache(maxsize=20_000)
def _may_control(text: str) -> bool:
    """Return whether a text, or the part of one, can be the name of a control."""
    return re.search(disclosure_words().words.control, text, re.IGNORECASE) is not None


@lru_cache(maxsize=20_000)
def _is_control(text: str) -> bool:
    core = disclosure_words().words.control
    return re.fullmatch(rf"\W*(?:{_CALLS})*(?:{core})+(?:{_CALLED})*\W*", text, re.IGNORECASE) is not None
