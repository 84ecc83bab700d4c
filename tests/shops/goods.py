"""Invented goods of key groups that the live shops sell, and their labels; honest but for what is left out."""

# ruff: noqa: E501 - a table

from dataclasses import dataclass

from app.samplemarket.numbers import ccc_number, credit_code

LEFT_OUT = {
    "PD_MAKER_MISSING": ("生产者名称",),
    "PD_ADDRESS_MISSING": ("生产者地址",),
    "PD_STANDARD_MISSING": ("执行标准",),
    "PD_MODEL_MISSING": ("型号",),
    "CCC_NO_MISSING": ("CCC证书编号",),
}


@dataclass(frozen=True)
class Good:
    """One article."""

    id: int
    title: str
    name: str
    category: str
    brand: str
    model: str
    price: str
    facts: tuple[tuple[str, str], ...]
    """Labelled values in page order."""
    missing: frozenset[str] = frozenset()

    @property
    def slug(self) -> str:
        """Its name in an address."""
        return self.model.lower().replace(".", "-")

    @property
    def full_title(self) -> str:
        """The title as shops write it."""
        return f"{self.brand} {self.title}"


_KINDS = (
    ("五孔插座面板 86型家用墙壁插座", "墙壁插座", "电工电料", "GB/T 2099.1-2021", "0201", "ZQ86", ""),
    ("大容量20000毫安充电宝 移动电源", "移动电源", "数码配件", "GB 31241-2022", "0914", "MV20", "充电时勿覆盖，严禁拆解、挤压、投入火中。"),
    ("1.8升不锈钢电热水壶 烧水壶", "电热水壶", "厨房电器", "GB 4706.19-2008", "0717", "SH18", ""),
    ("双人加厚电热毯 调温除螨", "电热毯", "家用电器", "GB 4706.8-2008", "0719", "RT150", ""),
    ("摩托车头盔 男女通用全盔", "摩托车乘员头盔", "骑行装备", "GB 811-2022", "1105", "QK07", ""),
    ("手提式干粉灭火器 4kg 商用", "干粉灭火器", "消防器材", "GB 4351-2023", "1810", "MFZ4", ""),
    ("轻便折叠婴儿推车 可坐可躺", "婴儿推车", "母婴用品", "GB 14748-2020", "2201", "YT31", ""),
    ("48V12Ah电动自行车充电器", "电动自行车充电器", "骑行装备", "GB 42296-2022", "1122", "CD48", ""),
)  # fmt: skip
_MAKERS = (
    ("禾木湾电器制造有限公司", "明州省溪口市沿河路18号"),
    ("青砚岭科技股份有限公司", "明州省石桥市工业园二路6号"),
    ("柚子坡五金制品厂", "南屏省竹林县前进镇大街77号"),
)


def make_goods(brand: str, count: int, *, first: int = 1, gaps: dict[int, tuple[str, ...]] | None = None) -> list[Good]:
    """Return `count` articles of a brand; `gaps` says by position which rules an article's page breaks."""
    goods = []
    for at in range(count):
        title, name, category, standard, ccc, stem, warning = _KINDS[at % len(_KINDS)]
        number = first + at
        missing = frozenset((gaps or {}).get(at, ()))
        maker, address = _MAKERS[at % len(_MAKERS)]
        model = f"{stem}-{number}{'AB'[at % 2]}"
        facts = [
            ("产品名称", name),
            ("品牌", brand),
            ("型号", model),
            ("执行标准", standard),
            ("生产者名称", maker),
            ("生产者地址", address),
            ("CCC证书编号", ccc_number(2023, ccc, 1000 + number)),
        ]
        if warning:
            facts.append(("警示说明", warning))
        hidden = {label for rule in missing for label in LEFT_OUT[rule]}
        goods.append(
            Good(
                id=number,
                title=title if "PD_MODEL_MISSING" in missing else f"{title} {model}",
                name=name,
                category=category,
                brand=brand,
                model=model,
                price=f"{39 + at * 17}.{at % 10}0",
                facts=tuple(fact for fact in facts if fact[0] not in hidden),
                missing=missing,
            )
        )
    return goods


def licence(serial: int) -> str:
    """Return a valid credit code of a division that does not exist."""
    return credit_code("997301", serial)


FILLING = "本店所售商品均附使用说明，下单后四十八小时内由仓库发出，签收前请当面验货，质量问题由本店承担来回运费。" * 4
