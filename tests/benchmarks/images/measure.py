"""What the engine for text in pictures reads of pictures we draw ourselves, and how long it takes.

`python -m tests.benchmarks.images.measure [--every N]`: share of characters right (1 − edits / characters, line breaks
and blanks left out), share of the listing fields found with their exact value, values that are wrong, seconds of
processor time a picture (median), by kind of picture and by look. Needs Chromium and the engine.
"""

import argparse
import os
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from playwright.sync_api import sync_playwright
from rapidfuzz.distance import Levenshtein
from rich.console import Console
from rich.table import Table

from crawler.fetch.chromium import find_chromium
from crawler.images.rapid import RapidReader
from crawler.images.text import ImageTextReader, rows_of
from crawler.images.values import values_of
from tests.benchmarks.images.pictures import Picture, long_picture, pictures


class Result(NamedTuple):
    """One picture read."""

    picture: Picture
    characters: int
    edits: int
    found: int
    """Fields with exactly the value the picture shows."""
    wrong: int
    """Values of fields that the picture does not show so."""
    seconds: float


def drawn(wanted: Iterable[Picture]) -> dict[str, bytes]:
    """Return each picture as the JPEG its look asks for, by its markup."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=str(find_chromium(None)), args=arguments)
        page = browser.new_page(viewport={"width": 750, "height": 200})
        made = {}
        for picture in wanted:
            page.set_content(picture.html)
            made[picture.html] = page.screenshot(full_page=True, type="jpeg", quality=picture.look.quality)
        browser.close()
    return made


def measure(reader: ImageTextReader, wanted: Iterable[Picture]) -> list[Result]:
    """Draw and read the pictures."""
    given = list(wanted)
    images = drawn(given)
    reader.read(images[given[0].html])  # loads the models
    results = []
    for picture in given:
        start = time.process_time()
        lines = reader.read(images[picture.html])
        seconds = time.process_time() - start
        read = _plain("".join(line.text for row in rows_of(lines) for line in row))
        truth = _plain("".join(picture.lines))
        shown = {(field, _plain(value)) for field, value in picture.fields}
        values = {(field, _plain(value)) for field, value in values_of(lines)}
        labelled = {field for field, _ in shown}
        wrong = sum(field in labelled for field, _ in values - shown)
        edits = Levenshtein.distance(truth, read)
        results.append(Result(picture, len(truth), edits, len(shown & values), wrong, seconds))
    return results


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip("。")


def _row(results: list[Result]) -> tuple[str, ...]:
    characters, fields = sum(one.characters for one in results), sum(len(one.picture.fields) for one in results)
    right = 1 - sum(one.edits for one in results) / characters
    found = f"{sum(one.found for one in results) / fields:.3f}" if fields else "·"
    seconds = statistics.median(one.seconds for one in results)
    return str(len(results)), f"{right:.3f}", found, str(sum(one.wrong for one in results)), f"{seconds:.2f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1, help="take only every Nth picture")
    every = parser.parse_args().every
    console = Console()
    results = measure(RapidReader(), [*pictures(), long_picture()][::-1][::every][::-1])
    groupings: tuple[tuple[str, Callable[[Picture], str]], ...] = (
        ("图片", lambda picture: picture.name),
        ("字体、字高（像素）、JPEG 质量", lambda picture: " ".join(map(str, picture.look[:3]))),
    )
    for title, key in groupings:
        table = Table(title, "张", "字符正确", "字段读出", "读错的值", "CPU 秒/张")
        for name in dict.fromkeys(key(one.picture) for one in results):
            table.add_row(name, *_row([one for one in results if key(one.picture) == name]))
        table.add_row("全部", *_row(results))
        console.print(table)


if __name__ == "__main__":
    main()
