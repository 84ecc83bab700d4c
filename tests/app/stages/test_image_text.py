"""Text in pictures: fetched politely and only when switched on, shown to a person, unknown to records and rules."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.installation import Installation
from app.stages.image_records import ImageText, texts_of
from app.stages.image_text import MOST_OF_A_PAGE
from app.stages.judge import TASKS
from app.stages.read import PAGES, records_of
from app.stages.sweep import start_sweep
from config.errors import PageError
from crawler.capture.folder import SweepFolder
from crawler.images.text import TextLine
from tests.app.conftest import Run
from tests.spiders.conftest import FILLING, Answer, Site

SHOWN = "型号：LY-310\n生产企业：澄湾市岚芽电子有限公司\nCCC证书编号：12345678901234567"
"""What the picture says; the certificate's number is malformed."""
JPEG = {"Content-Type": "image/jpeg"}
DECLARED = """name = "lanya"
title = "岚芽"
marketplace = false
hosts = ["{host}"]
fetch = "http"
verified_on = "made for a test"
[[entries]]
url = "http://{host}/"
kind = "list"
[[patterns]]
kind = "item"
pattern = '^http://[^/]+/item/(?P<item>\\d+)'
"""


class PlainReader:
    """Reads pictures that are plain text with a mark before it; everything else is no picture."""

    version = "plain-1"

    def __init__(self) -> None:
        self.pictures: list[bytes] = []

    def read(self, image: bytes) -> tuple[TextLine, ...]:
        self.pictures.append(image)
        mark, _, text = image.partition(b":")
        if mark != b"PICTURE":
            raise PageError("不是能打开的图片")
        lines = text.decode().splitlines()
        return tuple(
            TextLine(text=line, confidence=0.9, box=(0, 40 * row, 400, 40 * row + 30)) for row, line in enumerate(lines)
        )


def item(number: int, pictures: list[str]) -> str:
    images = "".join(f'<img src="{picture}" width="750" height="900">' for picture in pictures)
    return f"""<html><head><meta charset="utf-8"><title>岚芽移动电源{number}</title></head><body>
<nav class="breadcrumb"><a href="/">首页</a> &gt; <a href="/">移动电源</a></nav>
<h1>岚芽充电宝10000毫安时移动电源</h1><p class="price">￥<b>89.00</b></p><button>加入购物车</button>
<div class="detail"><h2>商品参数</h2><table><tr><th>品牌</th><td>岚芽</td></tr></table>{images}</div>{FILLING}
</body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    made.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /closed/\n", headers={"Content-Type": "text/plain"})
    made.routes["/"] = (
        f"<html><body><a href='/item/1'>岚芽移动电源一</a><a href='/item/2'>二</a>{FILLING}</body></html>"
    )
    made.routes["/item/1"] = item(1, ["/d/1.jpg", "/d/broken.jpg", "/d/walled.jpg", "/closed/1.jpg"])
    made.routes["/item/2"] = item(2, ["/d/1.jpg", *(f"/more/{number}.jpg" for number in range(MOST_OF_A_PAGE + 3))])
    made.routes["/d/1.jpg"] = Answer(f"PICTURE:{SHOWN}", headers=JPEG)
    made.routes["/d/broken.jpg"] = Answer(b"\xff\xd8 no more", headers=JPEG)
    made.routes["/d/walled.jpg"] = Answer("no", 403)
    for number in range(MOST_OF_A_PAGE + 3):
        made.routes[f"/more/{number}.jpg"] = Answer(f"PICTURE:第{number}张", headers=JPEG)
    yield made
    made.close()


def installed(folder: Path, site: Site) -> Installation:
    place = folder / "platforms" / "lanya"
    place.mkdir(parents=True)
    (place / "platform.toml").write_text(DECLARED.replace("{host}", site.host), encoding="utf-8")
    return Installation.open(folder)


def swept(installation: Installation) -> SweepFolder:
    folder = start_sweep(installation, "lanya", progress=lambda _: None)
    assert folder is not None
    return folder


def findings_of(folder: SweepFolder) -> set[str]:
    (text,) = folder.path.glob("findings/*/findings.jsonl")
    return set(re.findall(r'"rule":"(\w+)"', text.read_text(encoding="utf-8")))


def pages_of(folder: SweepFolder) -> dict[str, object]:
    rows = records_of(folder).lines(PAGES)
    return {row["url"]: (row["listing"], row["disclosure"], row["footer"]) for row in rows}


def test_pictures_of_tasks_are_fetched_once_and_change_no_record_and_no_finding(tmp_path: Path, site: Site) -> None:
    plain = installed(tmp_path / "off", site)
    without = swept(plain)
    assert not any(path.endswith(".jpg") for path in site.hits)
    assert texts_of(without.path) == {}

    installation, reader = installed(tmp_path / "on", site), PlainReader()
    installation.image_reader = reader
    folder = swept(installation)
    texts = texts_of(folder.path)
    assert texts[site.url("/d/1.jpg")].text == SHOWN
    assert dict(texts[site.url("/d/1.jpg")].values)["models"] == "LY-310"
    assert texts[site.url("/d/broken.jpg")].problem == "不是能打开的图片"
    assert site.hits["/d/1.jpg"] == 1
    assert site.hits["/closed/1.jpg"] == 0
    assert sum(path.startswith("/more/") for path in site.hits) == MOST_OF_A_PAGE - 1
    counts = folder.counts()
    assert counts["refused_robots"] == 1
    assert counts["planned"] == sum(counts[name] for name in counts if name not in ("planned", "pending"))
    assert folder.verify() == []

    assert pages_of(folder) == pages_of(without)
    assert findings_of(folder) == findings_of(without)
    listing = next(one for url, (one, *_) in pages_of(folder).items() if url.endswith("/item/1"))
    assert listing["readings"]["models"] == listing["readings"]["models"] | {
        "state": "not_observable",
        "cause": "image_only",
        "source": None,
    }
    assert "LY-310" not in str(pages_of(folder))
    tasks = installation.office.tasks()
    assert {task.url: task.images for task in tasks} == {task.url: task.images for task in plain.office.tasks()}
    assert {task.kind for task in tasks} == {"images"}
    (judged,) = folder.path.glob(f"findings/*/{TASKS}")
    assert "LY-310" not in judged.read_text(encoding="utf-8")

    read = len(reader.pictures)
    second = swept(installation)
    assert site.hits["/d/1.jpg"] == 1
    assert len(reader.pictures) == read
    handed_on = texts_of(second.path)[site.url("/d/1.jpg")]
    assert handed_on == texts[site.url("/d/1.jpg")]
    assert handed_on.sweep == folder.id


def test_switched_on_without_the_engine_one_line_says_what_to_install(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib.metadata import PackageNotFoundError

    from crawler.images import rapid

    def absent(_: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(rapid, "version", absent)
    monkeypatch.setenv("GOODSWATCH_IMAGE_TEXT", "rapidocr")
    ended = run("--data", tmp_path, "sweep", "http://127.0.0.1:1/")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "没有安装图中文字识别组件" in ended.err
    assert "pip install -e '.[ocr]'" in ended.err
    assert not (tmp_path / "sweeps").exists()


def test_text_of_a_picture_stands_in_reading_order() -> None:
    boxes = {"LY-310": (300, 12, 400, 40), "型号": (0, 10, 80, 40), "岚芽": (0, 80, 90, 110)}
    lines = tuple(TextLine(text=text, confidence=1.0, box=box) for text, box in boxes.items())
    assert ImageText(url="u", capture="c", sweep="s", lines=lines).text == "型号　LY-310\n岚芽"
