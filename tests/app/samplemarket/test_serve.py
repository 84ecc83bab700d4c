"""The six sites over real HTTP: dialects, gates, lives of items, and a log of every request."""

import http.client
import json
import re
import threading
from collections.abc import Iterator

import pytest

from app.samplemarket.addresses import item_path, item_url, shop_path
from app.samplemarket.goods import Offer
from app.samplemarket.market import Market, build_market
from app.samplemarket.serve import Street, serve_market
from app.samplemarket.sites.shiliu import DISALLOWED
from config.errors import SetupError


@pytest.fixture(scope="module")
def market() -> Market:
    return build_market(1, full=False)


@pytest.fixture
def street(market: Market) -> Iterator[Street]:
    with serve_market(market, 0, {site.name: (site.host, 0) for site in market.sites.values()}) as running:
        yield running


class Answered:
    """One answer, read whole."""

    def __init__(self, street: Street, site: str, path: str) -> None:
        connection = http.client.HTTPConnection(*street.addresses[site], timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            self.status = response.status
            self.headers = response.headers
            self.body = response.read()
        finally:
            connection.close()

    @property
    def text(self) -> str:
        return self.body.decode("gb18030" if self.headers["Content-Type"] == "text/html" else "utf-8")


def some(market: Market, site: str, **wanted: object) -> Offer:
    for offer in market.offers.values():
        if offer.site == site and all(getattr(offer, name) == value for name, value in wanted.items()):
            return offer
    raise AssertionError(f"no such offer on {site}: {wanted}")


def story(market: Market, name: str) -> Offer:
    return next(offer for offer in market.offers.values() if offer.story == name)


def test_every_page_of_the_street_answers(market: Market, street: Street) -> None:
    wanted = {"gone": 404, "home": 302}
    for offer in market.offers.values():
        if offer.site == "yuxuan":
            continue
        answer = Answered(street, offer.site, item_path(offer))
        if not offer.there(0):
            assert answer.status == 404
        elif not offer.on_sale(0):
            assert answer.status == wanted.get(offer.fate, 200)
        elif offer.gate != "slow_down":
            assert answer.status == 200
            if offer.gate == "none":
                assert offer.title in answer.text
    for shop in market.shops.values():
        answer = Answered(street, shop.site, shop_path(shop))
        assert answer.status == 200


def test_lists_lead_to_every_item(market: Market, street: Street) -> None:
    first = {
        "yanxi": "/catalog/?page=",
        "lanting": "/productlist.asp?page=",
        "qiandu": "/list?page=",
        "lanbo": "/mall?page=",
        "shiliu": "/all?page=",
    }
    for site, path in first.items():
        text = "".join(Answered(street, site, f"{path}{page}").text for page in range(1, 7))
        for offer in street.day.offers(site):
            assert item_path(offer).replace("&", "&amp;") in text, offer.item_id


def test_the_old_shop_is_gbk_without_a_charset(market: Market, street: Street) -> None:
    offer = some(market, "lanting", story="ordinary")
    answer = Answered(street, "lanting", item_path(offer))
    assert answer.headers["Content-Type"] == "text/html"
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")
    assert f"{offer.tag.price:.2f}" not in re.sub(r"相关产品.*", "", answer.text, flags=re.DOTALL)
    bare = re.sub(r"<[^>]+>", "", answer.text)
    assert f"￥{offer.tag.price:.2f}" in bare


def test_the_app_is_an_empty_shell_over_an_api(market: Market, street: Street) -> None:
    offer = some(market, "yuxuan", story="ordinary")
    assert '<div id="app"></div>' in Answered(street, "yuxuan", "/").text
    goods = json.loads(Answered(street, "yuxuan", f"/api/goods/{offer.item_id}").body)
    assert goods["title"] == offer.title
    assert goods["price"] == f"{offer.tag.price:.2f}"


def test_json_ld_carries_the_price_everybody_pays(market: Market, street: Street) -> None:
    for offer in (offer for offer in market.offers.values() if offer.site == "yanxi" and offer.on_sale(0)):
        text = Answered(street, "yanxi", item_path(offer)).text
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        assert found
        offers = json.loads(found.group(1))["offers"]
        assert offers.get("price", offers.get("lowPrice")) == f"{offer.tag.price:.2f}"


def test_missing_values_stand_nowhere_on_their_page(market: Market, street: Street) -> None:
    fields = {"PD_MAKER_MISSING": "maker", "PD_ADDRESS_MISSING": "address", "PD_STANDARD_MISSING": "standard",
              "CCC_NO_MISSING": "ccc", "LICENCE_NO_MISSING": "xk", "PD_MODEL_MISSING": "model",
              "PD_WARNING_MISSING": "warning", "PD_NAME_MISSING": "name"}  # fmt: skip
    for offer in market.offers.values():
        for rule in set(offer.breaches) & fields.keys():
            path = f"/api/goods/{offer.item_id}" if offer.site == "yuxuan" else item_path(offer)
            text = re.sub(r"(相关产品|相关推荐|看了又看|同款推荐|同类器材|\"related\"|<nav|> &gt; ).*?(</nav>|$)", "",
                          Answered(street, offer.site, path).text, flags=re.DOTALL)  # fmt: skip
            if rule != "PD_NAME_MISSING":
                assert offer.values[fields[rule]] not in text, (rule, offer.item_id)
            assert "detail/" not in text


def test_mended_pages_show_everything(market: Market, street: Street) -> None:
    street.set_day(7)
    for offer in market.offers.values():
        if offer.mended(7) and offer.site != "yuxuan":
            text = Answered(street, offer.site, item_path(offer)).text
            assert offer.values["maker"] in text
            assert offer.values["standard"] in text


def test_items_go_in_their_own_ways(market: Market, street: Street) -> None:
    ways = {"gone": (404, ""), "off_shelf": (200, "下架"), "home": (302, ""), "soft_gone": (200, "不存在")}
    street.set_day(7)
    met = set()
    for offer in market.offers.values():
        if offer.fate in ways and offer.site != "yuxuan" and offer.gate == "none":
            status, words = ways[offer.fate]
            answer = Answered(street, offer.site, item_path(offer))
            assert answer.status == status
            assert words in answer.text
            met.add(offer.fate)
    assert met == ways.keys()


def test_the_shop_behind_rules_slows_down_and_asks_for_a_captcha(market: Market, street: Street) -> None:
    assert "Crawl-delay" in Answered(street, "shiliu", "/robots.txt").text
    busy = item_path(story(market, "slow_down"))
    first = Answered(street, "shiliu", busy)
    assert (first.status, first.headers["Retry-After"]) == (429, "1")
    assert Answered(street, "shiliu", busy).status == 200
    assert "验证码" in Answered(street, "shiliu", item_path(story(market, "captcha_item"))).text
    hidden = story(market, "behind_robots_rules")
    assert item_path(hidden).startswith(DISALLOWED)
    assert item_path(hidden) in Answered(street, "shiliu", "/all?page=1").text


def test_every_request_is_written_down(street: Street) -> None:
    Answered(street, "shiliu", "/vip/1")
    Answered(street, "qiandu", "/cart/add?id=1")
    assert ("shiliu", "GET", "/vip/1") in street.requests
    assert ("qiandu", "GET", "/cart/add?id=1") in street.requests


def test_shops_disclose_as_planned(market: Market, street: Street) -> None:
    for shop in market.shops.values():
        if shop.site not in ("qiandu", "lanbo"):
            continue
        home = Answered(street, shop.site, shop_path(shop)).text
        page = Answered(street, shop.site, f"{shop_path(shop)}/licence")
        shown = shop.disclosure
        assert ("/licence" in home) == (page.status == 200)
        assert (shop.code in home + page.text) == (shown in ("text", "link", "wrong_number", "old_number"))
        assert ("zhizhao/" in home + page.text) == (shown in ("image", "image_page"))
        assert ("依法不需要办理市场主体登记" in home + page.text) == shown.startswith("declaration")
        assert ("个人卖家" in home) == shop.marked_individual


def test_pages_are_the_same_bytes_every_time(market: Market, street: Street) -> None:
    for site in market.sites:
        offer = some(market, site, story="ordinary")
        path = item_path(offer)
        assert Answered(street, site, path).body == Answered(street, site, path).body
        assert Answered(street, site, f"/pic/{offer.item_id}.jpg").headers["Content-Type"] == "image/svg+xml"


def test_search_finds_by_words(market: Market, street: Street) -> None:
    answer = Answered(street, "qiandu", "/search?q=%E7%94%B5%E9%A5%AD%E7%85%B2&page=1")
    assert "电饭煲" in answer.text
    assert "没有找到" in Answered(street, "qiandu", "/search?q=zzz").text


def test_a_taken_address_is_one_clear_line(market: Market, street: Street) -> None:
    with pytest.raises(SetupError, match=r"127\.0\.0\.2"), serve_market(market, 0, street.addresses):
        pass


def test_closing_ends_every_server(market: Market) -> None:
    before = threading.active_count()
    with serve_market(market, 0, {site.name: (site.host, 0) for site in market.sites.values()}) as running:
        host = item_url(market.sites["yanxi"], some(market, "yanxi"), running.addresses)
        assert host.startswith("http://127.0.0.2:")
    assert threading.active_count() <= before + 1
