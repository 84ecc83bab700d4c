"""What keeps a shop from being judged and a person can look at becomes a task that names the page and its pictures."""

from pathlib import Path

import pytest

from app.installation import Installation
from tests.app.saved_shop import HEAD, ROOT, bring_in, item_page, make_data, save_page, shop_page

HOME = f"{ROOT}/shop/lanya"
LICENCE = f"{ROOT}/shop/lanya/licence"
IMAGES = "店铺公示：图片或图标可能是营业执照，待看"
CONTROL = "店铺公示：内容要点开才显示或看不出是谁的（营业执照），需人工打开并保存"
PLACE = f'<a href="{LICENCE}">证照信息</a>'
TEAM = f"{HEAD}</head><body><h1>关于我们</h1><p>本店介绍</p><img src='/up/7.jpg' width=600></body></html>"


@pytest.mark.parametrize(
    ("footer", "licence", "wanted"),
    [
        pytest.param("", None, {}, id="nothing shown and nothing unread"),
        pytest.param(PLACE, TEAM, {("images", LICENCE): (IMAGES, (f"{ROOT}/up/7.jpg",))}, id="a picture"),
        pytest.param(
            "<img src='/i/b7.png'>", None, {("images", HOME): (IMAGES, (f"{ROOT}/i/b7.png",))}, id="an icon below"
        ),
        pytest.param(
            "<a href='javascript:open7()'>营业执照</a>", None, {("evidence", HOME): (CONTROL, ())}, id="a control"
        ),
        pytest.param(
            "<a href='https://pub.example.org/c/7'>营业执照</a>",
            None,
            {
                ("evidence", "https://pub.example.org/c/7"): (
                    "店铺公示：链接“营业执照”指向其他网站，未打开，需人工查看",
                    (),
                )
            },
            id="a link away",
        ),
        pytest.param(
            f"<a href='{ROOT}/p/yyzz'>营业执照</a>",
            None,
            {("evidence", f"{ROOT}/p/yyzz"): ("店铺公示：链接“营业执照”没有打开，需人工打开查看", ())},
            id="a link of the same host",
        ),
        pytest.param(
            f"{PLACE}<img src='/i/b7.png'>",
            f"{HEAD}</head><body><h1>证照信息</h1><p>统一社会信用代码：91990000MA0ABCDE19</p></body></html>",
            {},
            id="a licence is shown elsewhere",
        ),
    ],
)
def test_a_shop_nobody_can_judge_gives_the_tasks_that_would_settle_it(
    tmp_path: Path, footer: str, licence: str | None, wanted: dict[tuple[str, str], tuple[str, tuple[str, ...]]]
) -> None:
    data = make_data(tmp_path / "data")
    pages = {"home": (HOME, shop_page(footer=footer)), "item": (f"{ROOT}/item/1001", item_page(1001))}
    if licence is not None:
        pages["licence"] = (LICENCE, licence)
    paths = [save_page(tmp_path / "saved", name, url, page) for name, (url, page) in pages.items()]
    bring_in(data, *paths)
    tasks = Installation.open(data).office.tasks()
    assert {(task.kind, task.url): (task.reason, task.images) for task in tasks} == wanted


def test_a_shop_without_goods_in_scope_asks_nobody_to_look(tmp_path: Path) -> None:
    data = make_data(tmp_path / "data")
    bring_in(data, save_page(tmp_path, "home", HOME, shop_page(footer="<img src='/i/b7.png'>")))
    assert Installation.open(data).office.tasks() == []
