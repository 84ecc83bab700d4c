import pytest

from matchers.products.classify import Classifier
from matchers.records import Classification

Pairs = tuple[tuple[str, str], ...]


def ids(result: Classification) -> list[str]:
    return [group.id for group in result.groups]


def test_an_answer_explains_itself_and_keeps_what_it_refused(classifier: Classifier) -> None:
    result = classifier.classify("落地扇 家用静音 送充电宝")
    assert ids(result) == ["fan"]
    assert "落地扇" in result.groups[0].why
    refused = {entry.id: entry.why for entry in result.rejected}
    assert "赠品" in refused["power_bank"]


def test_a_word_inside_a_longer_one_is_refused_with_the_reason(classifier: Classifier) -> None:
    result = classifier.classify("空调遥控器 万能")
    assert [entry.id for entry in result.rejected] == ["aircon"]
    assert "空调遥控器" in result.rejected[0].why


def test_scores_stay_between_zero_and_one_and_best_comes_first(classifier: Classifier) -> None:
    result = classifier.classify("开关插座 墙壁插座 五孔", ("墙壁插座",), (("产品名称", "墙壁插座"),))
    scores = [group.score for group in result.groups]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_the_same_question_gets_the_same_answer(classifier: Classifier) -> None:
    title = "电动车摩托车头盔 四季通用 3C认证"
    assert classifier.classify(title) == classifier.classify(title)


CATEGORY = [
    ("云桥 充电宝 X20", ("数码", "移动电源"), ["power_bank"]),
    ("云桥 充电宝 X20", ("手机配件", "手机壳/保护套"), []),
    ("智能马桶", ("卫浴", "马桶配件"), []),
    ("云桥 X20 白色", ("数码", "充电宝"), ["power_bank"]),
    ("云桥 手机壳 X20", ("数码", "充电宝"), []),
    ("吸管 100支", (), []),
    ("吸管 100支", ("餐饮具", "吸管"), ["food_plastic"]),
    ("积木 200粒", ("玩具", "积木"), ["toy"]),
    ("积木 200粒", (), []),
]


@pytest.mark.parametrize(("title", "path", "wanted"), CATEGORY)
def test_the_category_path_is_a_second_signal(
    title: str, path: tuple[str, ...], wanted: list[str], classifier: Classifier
) -> None:
    assert ids(classifier.classify(title, path)) == wanted


def test_agreement_raises_the_score_and_contradiction_lowers_it(classifier: Classifier) -> None:
    plain = classifier.classify("电水壶 1.7L").groups[0].score
    agreed = classifier.classify("电水壶 1.7L", ("厨房电器", "电水壶")).groups[0].score
    refused = classifier.classify("电水壶 1.7L", ("家居", "收纳盒"))
    assert agreed > plain
    assert ids(refused) == []


ATTRIBUTES: list[tuple[str, Pairs, list[str]]] = [
    ("家用吹风机", (("品名", "吹风机支架"),), []),
    ("云桥 X20 白色", (("产品名称", "充电宝"),), ["power_bank"]),
    ("云桥 X20 白色", (("类别", "电火锅"),), ["kettle"]),
    ("云桥 X20 白色", (("颜色", "充电宝白"),), []),
    ("电饭煲 3L", (("产品名称", "X20"),), ["rice_cooker"]),
]


@pytest.mark.parametrize(("title", "attributes", "wanted"), ATTRIBUTES)
def test_attributes_that_name_the_goods_count(
    title: str, attributes: Pairs, wanted: list[str], classifier: Classifier
) -> None:
    assert ids(classifier.classify(title, (), attributes)) == wanted


def test_a_certificate_number_supports_the_group_of_its_category(classifier: Classifier) -> None:
    shown = (("3C证书编号", "2024010914000123"),)
    with_number = classifier.classify("移动电源 轻薄", (), shown).groups[0].score
    assert with_number > classifier.classify("移动电源 轻薄").groups[0].score


APPROVED: list[tuple[str, Pairs]] = [
    ("某某修护膏 国药准字Z20201234", ()),
    ("冷敷凝胶 苏械注准20202141234", ()),
    ("清爽饮 SC10633010612345 12瓶", ()),
    ("焕亮霜 国妆特字20201234", ()),
    ("轻养套装", (("化妆品备案编号", "粤G妆网备字2020123456"),)),
    ("轻养套装", (("食品生产许可证编号", "SC 106 3301 0612 345"),)),
    ("充电暖手宝", (("医疗器械注册证编号", "浙械注准20212090001"),)),
]


@pytest.mark.parametrize(("title", "attributes"), APPROVED)
def test_an_approval_number_puts_goods_under_their_own_law(
    title: str, attributes: Pairs, classifier: Classifier
) -> None:
    result = classifier.classify(title, (), attributes)
    assert (result.scope, result.groups) == ("exempt_law", ())


def test_an_empty_approval_field_says_nothing(classifier: Classifier) -> None:
    result = classifier.classify("电水壶 1.7L", (), (("医疗器械注册证编号", "无"),))
    assert result.scope == "in"


BORDER: list[tuple[str, Pairs, bool, str]] = [
    ("电饭煲 日本原装进口", (), False, "in"),
    ("电饭煲 3L", (("贸易类型", "保税区发货"),), False, "cross_border"),
    ("电饭煲 3L", (("发货", "海外直邮"),), False, "cross_border"),
    ("电饭煲 3L", (("贸易类型", "非保税"),), False, "in"),
    ("电饭煲 3L", (("是否进口", "进口"),), False, "in"),
    ("电饭煲 3L", (("卖点", "跨境热销"),), False, "in"),
    ("电饭煲 跨境专供 亚马逊爆款", (), False, "in"),
    ("电饭煲 3L", (), True, "cross_border"),
    ("双人沙发", (), True, "cross_border"),
    ("补水面膜 10片", (), True, "exempt_law"),
]


@pytest.mark.parametrize(("title", "attributes", "mark", "scope"), BORDER)
def test_cross_border_needs_a_sign_and_yields_to_the_own_law(
    title: str, attributes: Pairs, mark: bool, scope: str, classifier: Classifier
) -> None:
    assert classifier.classify(title, (), attributes, cross_border=mark).scope == scope


def test_cross_border_goods_keep_their_group(classifier: Classifier) -> None:
    assert ids(classifier.classify("电饭煲 3L", cross_border=True)) == ["rice_cooker"]


LATIN = [("Powerbank 10000", ["power_bank"]), ("mypowerbanks", []), ("POWER  BANK", ["power_bank"])]


@pytest.mark.parametrize(("title", "wanted"), LATIN)
def test_latin_names_count_as_whole_words(title: str, wanted: list[str], classifier: Classifier) -> None:
    assert ids(classifier.classify(title)) == wanted


GOODS = [("云桥 X20 白色", False), ("充电宝", True), ("手机壳", True), ("", False), ("2024新款 红色", False)]


@pytest.mark.parametrize(("text", "wanted"), GOODS)
def test_a_text_names_goods_or_not(text: str, wanted: bool, classifier: Classifier) -> None:
    assert classifier.names_goods(text) is wanted


@pytest.mark.parametrize("title", ["", " ", "\ud800", "送" * 600, "充电宝" * 400, "（（（", "a" * 5000])
def test_odd_titles_get_an_answer(title: str, classifier: Classifier) -> None:
    assert classifier.classify(title, (title,), (("品名", title),)).scope in ("in", "not_key")
