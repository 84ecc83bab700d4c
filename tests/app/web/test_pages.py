"""Every page opens, says what it should and keeps foreign text text."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from app.office.summary import FieldStates, PlatformNumbers, SweepSummary
from app.stages.generation import Generation
from app.stages.image_records import IMAGES, TEXTS, ImageText
from app.web.dependencies import WebDeps
from crawler.images.text import TextLine
from tests.app.web.conftest import HOSTILE, SHA, SWEEP


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ["最近一次采集", "1,284", "新增线索", "17", "已存", "无法连接：连接被拒绝", "2026-12-04 01:00"]),
        ("/findings", ["疑似线索", "参考", "待复看", "已排除", "望河区", "电热水壶"]),
        ("/findings/f001", ["未展示强制性产品认证证书编号", "条款号待核", "施行中", "证书编号", "处理意见"]),
        ("/captures", ["商品页", "霜原电热水壶 1.5L", "/shop/77/licence", f"/captures/{SHA}?sweep={SWEEP}"]),
        ("/captures?q=660001001", ["霜原电热水壶 1.5L", "没有符合条件的店铺"]),
        ("/captures?q=https://www.beiji.example/item/660001001", ["霜原电热水壶 1.5L"]),
        (f"/captures/{SHA}?sweep={SWEEP}", ["已展示", "无法观察", "SY-15A", "1-01234567", "标签与值", "#f-models"]),
        ("/tasks", ["待人工取证", "登录后可见"]),
        ("/tasks?kind=images", ["证书编号可能只在图片中", "https://img.beiji.example/1.jpg"]),
        ("/sweeps", ["nightly", "1,190"]),
        ("/sweeps/20261203T000000Z-nightly", ["仍在", "北极集市", "销售者不足，不作比较"]),
        ("/platforms", ["北极集市", "2026 年保存的商品页", "84%"]),
        ("/lists", ["监督抽查不合格产品名单", "缺少规格型号"]),
        ("/draws", ["保密", "还没有抽取过"]),
    ],
)
def test_each_page_opens(client: TestClient, path: str, words: list[str]) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert [word for word in words if word not in answer.text] == []
    assert "示例数据" in answer.text


def test_text_read_in_a_picture_stands_beside_it(make_client: Callable[..., TestClient], deps: WebDeps) -> None:
    line = TextLine(text=f"型号 SY-15A {HOSTILE}", confidence=0.9, box=(0, 0, 90, 30))
    url = "https://img.beiji.example/1.jpg"
    read = ImageText(url=url, capture=SHA, sweep=SWEEP, lines=(line,), values=(("models", "SY-15A"),))
    generation = Generation(deps.data / "sweeps" / SWEEP / IMAGES / "engine-1")
    generation.write(TEXTS, [read])
    generation.finish()
    answer = make_client().get("/tasks?kind=images").text
    assert "图中文字" in answer
    assert "型号 SY-15A &lt;script&gt;" in answer
    assert "只供看图时参考）：型号 SY-15A" in answer
    assert "<img src=x" not in answer


def test_a_fallen_fill_rate_is_marked(make_client: Callable[..., TestClient], summary: SweepSummary) -> None:
    def swept(shown: int, day: int) -> SweepSummary:
        counted = {"price": FieldStates(shown=shown, not_observable=100 - shown)}
        numbers = PlatformNumbers(planned=100, items=100, item_fields=counted)
        return summary.model_copy(
            update={
                "id": f"s{day}",
                "started_at": summary.started_at + timedelta(days=day),
                "by_platform": {"beiji": numbers, "shop.example": numbers},
                "reader": f"1-{day}",
            }
        )

    with make_client(summaries=lambda: [swept(40, 1), swept(97, 0)]) as client:
        page = client.get("/platforms").text
    assert "1 项读出率下降" in page
    assert "此前 97%" in page
    assert "2026-12-03 97%（100）；2026-12-04 40%（100）" in page
    assert "shop.example" in page
    assert 'class="reader"' in page
    with make_client(summaries=lambda: [swept(96, 1), swept(97, 0)]) as client:
        assert "项读出率下降" not in client.get("/platforms").text


@pytest.mark.parametrize(
    ("method", "path", "data", "status", "said"),
    [
        ("POST", "/findings/f001/review", {"reason": "长" * 2_000_000}, 400, "超出了长度限制"),
        ("PUT", "/findings/f001", {}, 405, "不接受这样的请求"),
        ("GET", "/nosuch", {}, 404, "没有这个页面"),
        ("GET", "/captures?page=x", {}, 422, "地址或表单有误"),
    ],
)
def test_what_the_framework_refuses_is_said_in_chinese(
    client: TestClient, method: str, path: str, data: dict[str, str], status: int, said: str
) -> None:
    headers = {"origin": "http://127.0.0.1:8600"}
    answer = client.request(method, path, files={name: (None, value) for name, value in data.items()}, headers=headers)
    assert answer.status_code == status
    assert said in answer.text
    assert "exceeded" not in answer.text
