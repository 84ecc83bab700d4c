"""Drawn pictures (SVG, served under the shops' picture names): goods, long detail pictures, licences, icons."""

from html import escape

PALETTES = (
    ("#f6d5c4", "#d96c47"), ("#cfe3f5", "#2f6fa8"), ("#d8ecd5", "#3f8a4c"), ("#f3e3b8", "#b8892b"),
    ("#e4d8f0", "#7350a0"), ("#d4e9e8", "#2a8382"), ("#f7d3dd", "#b8456b"), ("#dedede", "#4d5560"),
)  # fmt: skip
SHAPES = {
    "slab": '<rect x="130" y="110" width="140" height="200" rx="22"/>'
    '<circle cx="200" cy="280" r="9" fill="#fff" opacity=".7"/>',
    "pot": '<rect x="110" y="150" width="180" height="150" rx="36"/>'
    '<rect x="100" y="130" width="200" height="28" rx="14"/>'
    '<rect x="180" y="108" width="40" height="24" rx="10"/>',
    "box": '<rect x="110" y="120" width="180" height="180" rx="14"/>'
    '<rect x="130" y="142" width="110" height="136" rx="8" fill="#fff" opacity=".35"/>',
    "round": '<circle cx="200" cy="210" r="95"/><circle cx="200" cy="210" r="58" fill="#fff" opacity=".35"/>',
    "tube": '<rect x="176" y="100" width="48" height="210" rx="24"/>'
    '<rect x="150" y="96" width="100" height="54" rx="20"/>',
    "helmet": '<path d="M100 250a100 100 0 0 1 200 0z"/><rect x="92" y="246" width="216" height="24" rx="12"/>'
    '<path d="M200 152v96" stroke="#fff" stroke-width="8" opacity=".4"/>',
    "wheel": '<path d="M120 150h120l40 90H150z"/><circle cx="165" cy="285" r="26"/><circle cx="265" cy="285" r="26"/>',
    "board": '<rect x="90" y="170" width="220" height="26" rx="6"/><rect x="110" y="196" width="20" height="110"/>'
    '<rect x="270" y="196" width="20" height="110"/><rect x="110" y="240" width="180" height="14"/>',
    "bottle": '<rect x="150" y="150" width="100" height="165" rx="20"/>'
    '<rect x="178" y="110" width="44" height="44" rx="8"/>'
    '<rect x="206" y="102" width="60" height="14" rx="7"/>',
    "cloth": '<path d="M140 120l60 20 60-20 50 50-34 30-16-14v120H140V186l-16 14-34-30z"/>',
}
FONT = "Noto Sans CJK SC, Microsoft YaHei, sans-serif"


def _svg(width: int, height: int, body: str) -> bytes:
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="{FONT}">{body}</svg>'
    )
    return text.encode()


def goods_picture(number: int, shape: str, caption: str) -> bytes:
    """Return a square picture of some goods."""
    light, dark = PALETTES[number % len(PALETTES)]
    body = (
        f'<rect width="400" height="400" fill="{light}"/><circle cx="330" cy="70" r="120" fill="#fff" opacity=".25"/>'
        f'<ellipse cx="200" cy="322" rx="120" ry="14" opacity=".12"/><g fill="{dark}">{SHAPES[shape]}</g>'
        f'<text x="24" y="52" font-size="26" fill="{dark}">{escape(caption)}</text>'
    )
    return _svg(400, 400, body)


def detail_picture(number: int, shape: str, caption: str, lines: list[tuple[str, str]]) -> bytes:
    """Return a long picture of the description with some lines of text drawn into it."""
    light, dark = PALETTES[number % len(PALETTES)]
    rows = "".join(
        f'<text x="60" y="{620 + 70 * place}" font-size="28" fill="#333">{escape(label)}：{escape(value)}</text>'
        for place, (label, value) in enumerate(lines)
    )
    body = (
        f'<rect width="750" height="1200" fill="#fff"/><rect width="750" height="520" fill="{light}"/>'
        f'<text x="60" y="120" font-size="52" fill="{dark}">{escape(caption)}</text>'
        f'<text x="60" y="190" font-size="28" fill="{dark}">用心做好每一件</text>'
        f'<g transform="translate(180 180)" fill="{dark}">{SHAPES[shape]}</g>{rows}'
    )
    return _svg(750, 1200, body)


def licence_picture(name: str, code: str, address: str) -> bytes:
    """Return a picture of a business licence."""
    lines = (("统一社会信用代码", code), ("名称", name), ("住所", address), ("登记机关", "示例市场监督管理局"))
    rows = "".join(
        f'<text x="90" y="{230 + 60 * place}" font-size="24">{label}　{escape(value)}</text>'
        for place, (label, value) in enumerate(lines)
    )
    body = (
        '<rect width="900" height="620" fill="#fdfbf2"/>'
        '<rect x="24" y="24" width="852" height="572" fill="none" stroke="#c9a14a" stroke-width="6"/>'
        f'<text x="450" y="130" font-size="56" text-anchor="middle" letter-spacing="16">营业执照</text>{rows}'
    )
    return _svg(900, 620, body)


def icon(letter: str, colour: str) -> bytes:
    """Return a small round icon."""
    return _svg(
        32, 32,
        f'<circle cx="16" cy="16" r="15" fill="{colour}"/>'
        f'<text x="16" y="22" font-size="16" text-anchor="middle" fill="#fff">{escape(letter)}</text>',
    )  # fmt: skip
