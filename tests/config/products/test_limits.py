"""Limits of certification and licence: which goods of a group are inside, doubtful and outside."""

import pytest

from config.products.catalogue import load_catalogue
from config.products.limits import Limit, load_limits

CASES = [
    ("toy", "ccc", "毛绒玩具 小熊", "outside"),
    ("toy", "ccc", "布娃娃 手工布偶", "outside"),
    ("toy", "ccc", "木制积木 100粒", "outside"),
    ("toy", "ccc", "纸质拼图", "outside"),
    ("toy", "ccc", "电动毛绒狗 会叫会走", "doubtful"),
    ("toy", "ccc", "拼图 1000片", "doubtful"),
    ("toy", "ccc", "遥控车 越野", "inside"),
    ("toy", "ccc", "弓箭 射击玩具", "doubtful"),
    ("toy", "ccc", "弓箭 射击玩具 塑料", "inside"),
    ("toy", "ccc", "换装娃娃 礼盒", "doubtful"),
    ("toy", "ccc", "换装娃娃 pvc", "inside"),
    ("toy", "ccc", "塑料积木", "inside"),
    ("toy", "ccc", "合金回力玩具车", "inside"),
    ("fan", "ccc", "usb小风扇", "outside"),
    ("fan", "ccc", "台扇\n12v", "outside"),
    ("fan", "ccc", "落地扇 五叶\n220v", "inside"),
    ("kettle", "ccc", "车载电热水壶 24v", "outside"),
    ("kettle", "ccc", "电热水壶 1.5l", "inside"),
    ("vacuum", "ccc", "无线吸尘器", "doubtful"),
    ("refrigerator", "ccc", "冰箱 610升", "outside"),
    ("refrigerator", "ccc", "冰箱 410升", "inside"),
    ("aircon", "ccc", "移动冷风扇", "outside"),
    ("rice_cooker", "ccc", "电饭锅 商用 15l", "outside"),
    ("hair_care", "ccc", "充电理发器", "outside"),
    ("hair_care", "ccc", "电吹风 1800w", "inside"),
    ("socket_plug", "ccc", "插座 防护盖", "outside"),
    ("socket_plug", "ccc", "网线插座面板", "outside"),
    ("socket_plug", "ccc", "插线板 6位 带usb口", "inside"),
    ("adapter_charger", "ccc", "车载充电器", "outside"),
    ("adapter_charger", "ccc", "手机充电器 20w", "inside"),
    ("lamp_luminaire", "ccc", "太阳能庭院灯", "outside"),
    ("lamp_luminaire", "ccc", "led吸顶灯", "inside"),
    ("auto_tyre", "ccc", "自行车轮胎", "outside"),
    ("auto_tyre", "ccc", "摩托车轮胎", "doubtful"),
    ("auto_tyre", "ccc", "汽车轮胎 205/55r16", "inside"),
    ("helmet_ebike", "ccc", "骑行盔", "outside"),
    ("ceramic_tile", "ccc", "马赛克瓷砖", "outside"),
    ("ceramic_tile", "ccc", "瓷砖 800", "doubtful"),
    ("ceramic_tile", "ccc", "夹胶安全玻璃", "inside"),
    ("ebike_battery", "ccc", "电动自行车 铅酸电池", "outside"),
    ("ebike_battery", "ccc", "电动自行车锂电池 72v", "outside"),
    ("ebike_battery", "ccc", "电动自行车锂电池 48v", "inside"),
    ("ebike_charger", "ccc", "电动三轮车充电器", "outside"),
    ("li_battery_portable", "ccc", "电动工具18650锂电池", "outside"),
    ("li_battery_portable", "ccc", "手机电池", "inside"),
    ("power_bank", "ccc", "充电宝套料 免焊", "outside"),
    ("switch", "ccc", "轻触开关", "outside"),
    ("lv_components", "ccc", "汽车继电器 12v", "outside"),
    ("lv_assembly", "ccc", "配电箱", "doubtful"),
    ("wire_cable", "ccc", "网线 六类", "outside"),
    ("wire_cable", "production_licence", "音箱线", "outside"),
    ("wire_cable", "ccc", "yjv 电力电缆 3x25", "outside"),
    ("wire_cable", "production_licence", "yjv 电力电缆 3x25", "inside"),
    ("wire_cable", "ccc", "耐火电线 nh-bv", "outside"),
    ("wire_cable", "ccc", "bv 2.5平方 铜芯", "inside"),
    ("wire_fr", "ccc", "阻燃电线 zr-bv 2.5", "inside"),
    ("wire_cable", "production_licence", "bv 2.5平方", "inside"),
    ("gas_cooker", "ccc", "卡式炉 户外", "outside"),
    ("gas_cooker", "ccc", "燃气灶 双灶 4.5kw", "inside"),
    ("gas_boiler", "ccc", "电壁挂炉", "outside"),
    ("wood_paint", "ccc", "水性木器漆", "outside"),
    ("wall_paint", "ccc", "外墙乳胶漆", "outside"),
    ("safety_helmet", "production_licence", "骑行安全帽 电动车", "outside"),
    ("safety_helmet", "production_licence", "安全帽 工地", "inside"),
    ("food_plastic", "production_licence", "密胺碗", "outside"),
    ("food_plastic", "production_licence", "pp保鲜盒", "inside"),
    ("fertilizer", "production_licence", "尿素 50kg", "outside"),
    ("fertilizer", "production_licence", "复合肥 15-15-15", "inside"),
    ("wire_rope", "production_licence", "不锈钢钢丝绳 晾衣", "outside"),
    ("haz_chem", "production_licence", "丙酮", "doubtful"),
]


@pytest.mark.parametrize(("group", "kind", "text", "reach"), CASES, ids=lambda value: str(value))
def test_the_regime_reaches_only_goods_known_to_be_inside(group: str, kind: str, text: str, reach: str) -> None:
    found, why = load_limits().reach(group, kind, text)
    assert found == reach
    assert bool(why) == (reach != "inside")


def test_every_limit_names_groups_that_have_its_regime_and_says_why() -> None:
    catalogue = load_catalogue()
    for limit in catalogue.limits.limits:
        assert limit.why
        for group in limit.groups:
            assert catalogue.group(group).regime(limit.regime) is not None, group


@pytest.mark.parametrize("label", ["生产企业", "厂址", "品牌", "执行标准", "包装清单"])
def test_who_makes_it_and_where_does_not_tell_its_kind(label: str) -> None:
    assert not load_limits().tells_kind(label)
    assert load_limits().tells_kind("供电方式")


def test_a_broken_pattern_is_refused() -> None:
    with pytest.raises(ValueError, match="正则有误"):
        Limit(groups=("toy",), regime="ccc", outside=("(",), why="x")
