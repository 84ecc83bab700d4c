"""What must not change a value, and what must take it away: over pages put together by chance, always the same ones."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.records import Listing
from tests.crawler.read.pages import listing_of

TITLE = "青山 移动电源 QS-20K 两万毫安"
ROWS = {
    "brand": ("品牌", "青山"),
    "models": ("型号", "QS-20K"),
    "maker": ("生产企业", "测试市青山数码科技有限公司"),
    "maker_address": ("厂址", "测试省测试市青山区电池路 8 号"),
    "certificate_numbers": ("CCC证书编号", "2024010914000123"),
    "standards": ("执行标准", "GB/T 35590-2017"),
    "plain": ("颜色", "白色"),
}
FIELDS = ("title", "price", "price_max", "currency", "availability", *(name for name in ROWS if name != "plain"))
SHAPES = {
    "table": ("<table class='params'>{rows}</table>", "<tr><td>{label}</td><td>{value}</td></tr>"),
    "list": ("<ul class='params'>{rows}</ul>", "<li>{label}：{value}</li>"),
    "pairs": ("<dl class='params'>{rows}</dl>", "<dt>{label}</dt><dd>{value}</dd>"),
    "grid": (
        "<div class='params'>{rows}</div>",
        "<div class='row'><span class='name'>{label}</span><span class='value'>{value}</span></div>",
    ),
}
WRAPPERS = ("div", "section", "article", "main")
NOISE = (
    "<div class='notice'>本店新开业，欢迎光临</div>",
    "<ul class='service'><li>七天无理由退货</li><li>运费险</li></ul>",
    "<p>客服热线：400-000-0000</p>",
    "<p>发货地：测试省测试市</p>",
    "<div class='comments'><h3>商品评价</h3><p>买家：型号很好看，已经用了 12 天，花了 35 元运费</p></div>",
    "<div class='recommend'><h3>猜你喜欢</h3><a href='/p/2.html'>远岭 插座 YL-3</a><b class='price'>¥15.00</b></div>",
    "<div class='history'><h3>浏览记录</h3><ul><li><a href='/p/3.html'>白桥 电热毯</a> ￥66.00 已下架</li></ul></div>",
    "<div class='minicart'>购物车 0 件 合计 ¥0.00</div>",
    "<footer><p>测试市青山商城 版权所有 地址：测试省测试市商城路 1 号</p></footer>",
    "<table class='log'><tr><td>浏览次数</td><td>1024</td></tr></table>",
)
BLANKS = ("", " ", "\n", "\n\t ", "\u3000", "&nbsp;")


@dataclass(frozen=True)
class Made:
    """How one page is put together."""

    shape: str = "table"
    order: tuple[str, ...] = tuple(ROWS)
    wraps: tuple[str, ...] = ()
    blank: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    title: str = TITLE

    def markup(self) -> str:
        """Return the page."""
        whole, one = SHAPES[self.shape]
        rows = "".join(
            self.blank + one.format(label=self.blank + ROWS[name][0] + self.blank, value=self.blank + ROWS[name][1])
            for name in self.order
            if name not in self.without
        )
        price = "" if "price" in self.without else "<p class='price'>¥129.00</p>"
        body = (
            f"<h1>{self.blank}{self.title}{self.blank}</h1>{price}<button>加入购物车</button>"
            f"<div class='detail'><h2>商品参数</h2>{whole.format(rows=rows)}<p>双口输出，可上飞机。</p></div>"
        )
        for tag in self.wraps:
            body = f"<{tag}>{self.blank}{body}</{tag}>"
        return (
            f"<html><head><meta charset='utf-8'><title>{self.title}</title></head><body>"
            f"{''.join(self.before)}{body}{''.join(self.after)}</body></html>"
        )


@lru_cache(maxsize=4_000)
def read(made: Made) -> Listing:
    return listing_of(made.markup(), "https://shop.example/p/7.html", rendered=True)


def values(listing: Listing, *fields: str) -> dict[str, Any]:
    return {field: getattr(listing, field) for field in fields or FIELDS}


EXPECTED = {
    "title": TITLE,
    "brand": "青山",
    "models": ("QS-20K",),
    "maker": "测试市青山数码科技有限公司",
    "maker_address": "测试省测试市青山区电池路 8 号",
    "certificate_numbers": ("2024010914000123",),
    "standards": ("GB/T 35590-2017",),
}
steady = settings(derandomize=True, max_examples=40, deadline=None, database=None)
shapes = st.sampled_from(sorted(SHAPES))
orders = st.permutations(list(ROWS)).map(tuple)
wraps = st.lists(st.sampled_from(WRAPPERS), max_size=6).map(tuple)
noises = st.lists(st.sampled_from(NOISE), max_size=4, unique=True).map(tuple)


def test_the_plain_page_is_read() -> None:
    for shape in SHAPES:
        listing = read(Made(shape=shape))

        assert values(listing, *EXPECTED) == EXPECTED
        assert (str(listing.price), listing.currency, listing.availability) == ("129.00", "CNY", "in_stock")


@steady
@given(shape=shapes, order=orders)
def test_the_order_of_attributes_changes_nothing(shape: str, order: tuple[str, ...]) -> None:
    assert values(read(Made(shape=shape, order=order))) == values(read(Made()))


@steady
@given(shape=shapes, order=orders, blank=st.sampled_from(BLANKS), wrapped=wraps)
def test_blanks_and_further_nodes_change_nothing(
    shape: str, order: tuple[str, ...], blank: str, wrapped: tuple[str, ...]
) -> None:
    made = Made(shape=shape, order=order, blank=blank, wraps=wrapped)

    assert values(read(made)) == values(read(Made()))


@steady
@given(shape=shapes, before=noises, after=noises, wrapped=wraps)
def test_unrelated_blocks_and_labels_change_nothing(
    shape: str, before: tuple[str, ...], after: tuple[str, ...], wrapped: tuple[str, ...]
) -> None:
    made = Made(shape=shape, before=before, after=after, wraps=wrapped)

    assert values(read(made)) == values(read(Made()))


@steady
@given(
    shape=shapes,
    gone=st.sampled_from(["brand", "maker", "maker_address", "certificate_numbers", "standards", "price"]),
    order=orders,
    after=noises,
)
def test_a_value_whose_only_place_is_gone_is_never_another(
    shape: str, gone: str, order: tuple[str, ...], after: tuple[str, ...]
) -> None:
    whole = Made(shape=shape, order=order, after=after)

    listing = read(replace(whole, without=frozenset({gone})))

    others = [field for field in FIELDS if not field.startswith(gone) and field != "currency"]
    assert values(listing, *others) == values(read(whole), *others)
    assert getattr(listing, gone) in (None, ())
    assert listing.readings[gone].state in ("not_shown", "not_observable")


@steady
@given(shape=shapes, order=orders, after=noises)
def test_a_model_named_nowhere_is_not_made_up(shape: str, order: tuple[str, ...], after: tuple[str, ...]) -> None:
    made = Made(shape=shape, order=order, after=after, without=frozenset({"models"}), title="青山 移动电源 白色款")

    listing = read(made)

    assert listing.models == ()
    assert listing.readings["models"].state in ("not_shown", "not_observable")
