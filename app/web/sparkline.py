"""Draws a fill rate's history as a small line, and its states as a bar: inline SVG without script or style."""

from html import escape
from typing import get_args

from markupsafe import Markup

from app.labels import day, share
from app.office.fill_rates import FieldHistory, Point
from app.office.summary import FieldStates
from crawler.records import State

WIDTH, HEIGHT = 132, 30
EDGE = 4
BAR_WIDTH, BAR_HEIGHT = 160, 10
STATES: tuple[State, ...] = get_args(State)


def sparkline(history: FieldHistory) -> Markup:
    """Return the line of shares shown, 0 at the foot and 1 at the head; a tick where the reader was another."""
    places = [(_x(number, len(history.points)), _y(point.share)) for number, point in enumerate(history.points)]
    line = " ".join(f"{x:g},{y:g}" for x, y in places)
    last = "fallen" if history.fallen else "last"
    parts = [
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(_told(history))}"><title>{escape(_told(history))}</title>',
        f'<line class="foot" x1="0" y1="{HEIGHT - EDGE}" x2="{WIDTH}" y2="{HEIGHT - EDGE}"/>',
        *(
            f'<line class="reader" x1="{_x(number, len(history.points)):g}" y1="0" '
            f'x2="{_x(number, len(history.points)):g}" y2="{HEIGHT}"/>'
            for number in _changes(history.points)
        ),
        _usual(history),
        f'<polyline class="line" points="{line}"/>' if len(places) > 1 else "",
        f'<circle class="{last}" cx="{places[-1][0]:g}" cy="{places[-1][1]:g}" r="3"/>',
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704  every text in it is escaped above


def state_bar(states: FieldStates) -> Markup:
    """Return the three states side by side, as wide as their shares."""
    told = f"已展示 {states.shown}，未展示 {states.not_shown}，无法观察 {states.not_observable}"
    x, parts = 0.0, []
    for state in STATES:
        width = round(states.share(state) * BAR_WIDTH, 1)
        parts.append(f'<rect class="{state}" x="{x:g}" y="0" width="{width:g}" height="{BAR_HEIGHT}"/>')
        x += width
    return Markup(  # noqa: S704  nothing in it but numbers
        f'<svg class="states" viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{told}"><title>{told}</title>{"".join(parts)}</svg>'
    )


def _usual(history: FieldHistory) -> str:
    if history.usual is None:
        return ""
    return f'<line class="usual" x1="0" y1="{_y(history.usual):g}" x2="{WIDTH}" y2="{_y(history.usual):g}"/>'


def _told(history: FieldHistory) -> str:
    """Say the history in words: every sweep's day and share."""
    return "；".join(f"{day(point.at)} {share(point.share)}（{point.pages}）" for point in history.points)


def _changes(points: tuple[Point, ...]) -> list[int]:
    """Return the positions of points whose reader is not the one of the point before."""
    return [
        number
        for number in range(1, len(points))
        if points[number].reader and points[number - 1].reader and points[number].reader != points[number - 1].reader
    ]


def _x(number: int, count: int) -> float:
    return round(EDGE + (number / (count - 1) if count > 1 else 1) * (WIDTH - 2 * EDGE), 1)


def _y(value: float) -> float:
    return round(EDGE + (1 - value) * (HEIGHT - 2 * EDGE), 1)
