"""Why URLs were not kept is counted by outcome and reason."""

from typing import Any

from app.office.summary import reason_lines
from app.stages.endings import MOST_REASONS, OTHER_REASONS, ending_reasons
from crawler.records import Outcome, Visit


def visit(outcome: Outcome, note: str | None = None, **more: Any) -> Visit:
    return Visit(
        number=1, url="http://shop.example/", platform="shop.example", kind="item", reason="link", outcome=outcome,
        ended_at=None, note=note, **more,
    )  # fmt: skip


def test_each_way_of_ending_is_counted_by_its_reason() -> None:
    found = ending_reasons(
        [
            visit("kept"),
            visit("failed", "无法连接：连接被拒绝"),
            visit("failed", "没有取到；ValueError: one"),
            visit("failed", "没有取到；KeyError: another"),
            visit("failed"),
            visit("gated", gate="captcha"),
            visit("gated", "不得自动采集，由人工保存", gate="login"),
            visit("gone", status=404),
            visit("gone", status=200),
            visit("gone", "跳转到首页", status=302),
            visit("refused_robots", "robots.txt 不允许"),
            visit("skipped_limit", "到了平台的页数上限 max_pages；500"),
        ]
    )
    assert found == {
        "failed": {"没有取到": 2, "原因不明": 1, "无法连接：连接被拒绝": 1},
        "gated": {"不得自动采集，由人工保存": 1, "验证码": 1},
        "gone": {"网站应答 HTTP 404": 1, "跳转到首页": 1, "页面写明已下架或不存在": 1},
        "refused_robots": {"robots.txt 不允许": 1},
        "skipped_limit": {"到了平台的页数上限 max_pages": 1},
    }
    assert reason_lines(found)[0] == "失败 4：没有取到 2，原因不明 1，无法连接：连接被拒绝 1"


def test_rare_reasons_are_put_together_and_the_sum_stands() -> None:
    many = [visit("failed", f"原因 {number:02}") for number in range(MOST_REASONS + 5)]
    counted = ending_reasons([*many, many[0]])["failed"]
    assert (len(counted), counted[OTHER_REASONS]) == (MOST_REASONS + 1, 5)
    assert sum(counted.values()) == len(many) + 1
