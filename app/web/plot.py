"""Draws one price against its group as an SVG: a log axis, the usual range, the median, the sellers and this item."""

import math
from decimal import Decimal
from html import escape

from markupsafe import Markup

from app.web.dependencies import PricePosition

WIDTH, HEIGHT = 720, 190
LEFT, RIGHT = 24, 24
AXIS = 132
MAX_DOTS = 400
"""Dots drawn at most; the group's numbers stay exact."""
MANTISSAS = (1, 2, 5)


def price_plot(position: PricePosition) -> Markup:
    """Return the plot as inline SVG without any script or style attribute."""
    scale = _Scale(position)
    parts = [
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(describe(position))}">',
        *_band(position, scale),
        *_axis(position, scale),
        *_dots(position, scale),
        *_own(position, scale),
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704  every text in it is escaped above


def describe(position: PricePosition) -> str:
    """Say in one sentence what the plot shows."""
    share = position.own / position.median if position.median else Decimal(0)
    return (
        f"本商品单价 {money(position.own)} 元/{position.unit}，为同组 {position.sellers} 家销售者中位单价 "
        f"{money(position.median)} 元/{position.unit} 的 {share:.0%}"
    )


def money(value: Decimal) -> str:
    """Return an amount with two decimals, more where it would vanish."""
    return f"{value:,.2f}" if value >= Decimal("0.1") else f"{value:.4f}"


class _Scale:
    """Maps a unit price to its place on the log axis."""

    def __init__(self, position: PricePosition) -> None:
        median, spread = float(position.median), position.spread
        seen = [float(price) for price in (*position.prices, position.own) if price > 0]
        low = min([*seen, median * math.exp(-3 * spread)])
        high = max([*seen, median * math.exp(3 * spread)])
        self.low, self.high = math.log(low) - 0.15, math.log(high) + 0.15

    def __call__(self, price: float) -> float:
        inside = min(max(math.log(max(price, 1e-9)), self.low), self.high)
        return round(LEFT + (inside - self.low) / (self.high - self.low) * (WIDTH - LEFT - RIGHT), 1)

    def ticks(self) -> list[float]:
        """Return round prices on the axis, at most about eight."""
        powers = range(math.floor(self.low / math.log(10)), math.ceil(self.high / math.log(10)) + 1)
        every = [mantissa * 10.0**power for power in powers for mantissa in MANTISSAS]
        inside = [price for price in every if self.low <= math.log(price) <= self.high]
        return inside if len(inside) <= 8 else inside[:: len(inside) // 8 + 1]


def _band(position: PricePosition, scale: _Scale) -> list[str]:
    median = float(position.median)
    low, high = scale(median * math.exp(-position.spread)), scale(median * math.exp(position.spread))
    middle = scale(median)
    return [
        f'<rect class="band" x="{low}" y="52" width="{max(high - low, 1):.1f}" height="{AXIS - 52}"/>',
        f'<line class="median" x1="{middle}" y1="44" x2="{middle}" y2="{AXIS}"/>',
        f'<text class="note" x="{middle}" y="38" text-anchor="middle">中位 {money(position.median)}</text>',
    ]


def _axis(position: PricePosition, scale: _Scale) -> list[str]:
    parts = [f'<line class="axis" x1="{LEFT}" y1="{AXIS}" x2="{WIDTH - RIGHT}" y2="{AXIS}"/>']
    for price in scale.ticks():
        x = scale(price)
        parts.append(f'<line class="axis" x1="{x}" y1="{AXIS}" x2="{x}" y2="{AXIS + 5}"/>')
        parts.append(f'<text class="tick" x="{x}" y="{AXIS + 20}" text-anchor="middle">{price:g}</text>')
    note = f"元/{escape(position.unit)}，对数刻度；浅色带为通常波动"
    parts.append(f'<text class="tick" x="{WIDTH - RIGHT}" y="{HEIGHT - 8}" text-anchor="end">{note}</text>')
    if position.threshold is not None:
        x = scale(float(position.threshold))
        parts.append(f'<line class="threshold" x1="{x}" y1="52" x2="{x}" y2="{AXIS}"/>')
    return parts


def _dots(position: PricePosition, scale: _Scale) -> list[str]:
    step = len(position.prices) // MAX_DOTS + 1
    return [
        f'<circle class="seller" cx="{scale(float(price))}" cy="{AXIS - 12 - index % 6 * 9}" r="3"/>'
        for index, price in enumerate(sorted(position.prices)[::step])
    ]


def _own(position: PricePosition, scale: _Scale) -> list[str]:
    x = scale(float(position.own))
    anchor = "start" if x < WIDTH / 4 else "end" if x > WIDTH * 3 / 4 else "middle"
    return [
        f'<line class="own" x1="{x}" y1="22" x2="{x}" y2="{AXIS}"/>',
        f'<circle class="own" cx="{x}" cy="{AXIS}" r="5"/>',
        f'<text class="own" x="{x}" y="16" text-anchor="{anchor}">本商品 {money(position.own)}</text>',
    ]
