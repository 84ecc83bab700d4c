"""Compares makers (生产者) by structure: place, core, trade, legal form; likeness of whole strings decides nothing."""

import re
from typing import Literal

from config.record import Record
from matchers.names.text import normalise, says_nothing
from matchers.records import Feature

MakerRole = Literal["maker", "principal", "contractor", "seller", "importer"]
"""生产者, 委托方, 受托方, 经销商/总代理, 进口商."""
Verdict = Literal["same", "different", "unknown"]

_ROLES: tuple[tuple[MakerRole, str], ...] = (
    ("principal", r"委托(?:方|商|单位|企业|人)|出品(?:方|商|单位|企业)?|品牌(?:方|商)|监制(?:方|商)?"),
    ("contractor", r"(?:受委托|受托|被委托)(?:生产)?(?:方|商|单位|企业)?|代工厂?|承制(?:方|单位)?"),
    ("seller", r"(?:标称)?(?:总)?经销(?:商|方|单位)?(?:名称)?|总?代理(?:商)?|销售(?:商|单位)|分销商"),
    ("importer", r"进口(?:商|单位)|国内责任人"),
    ("maker", r"(?:标称)?生产(?:者|商|单位|企业|厂家?|方)(?:名称)?|制造(?:商|单位|企业|方)?(?:名称)?|厂名|厂家"),
)
_ROLE = re.compile(
    r"[(【\[]?\s*(?P<role>(?<![被受])(?P<principal>"
    + _ROLES[0][1]
    + ")|"
    + "|".join(f"(?P<{role}>{words})" for role, words in _ROLES[1:])
    + r")\s*[)】\]]?\s*:"
)
_ROLE_REMARK = re.compile(
    r"[(【\[](?:委托(?:方|商)?|受托(?:方|商)?|被委托方?|生产(?:商|者)?|制造商|经销商?|代工|集团|标称)[)】\]]"
)
_ADDRESS = re.compile(r"[,,;;\s]*(?:厂?地址|生产地址|住所)[::]?.*$")
_LEGAL = re.compile(
    r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|责任公司|股份公司|集团公司|总公司|分公司|公司|集团|"
    r"(?:加工)?厂|工厂|经营部|商行|商店|门市部|批发部|工作室|合作社|个体工商户|制品厂|企业|"
    r"co\.?,?\s?ltd\.?|inc\.?|gmbh|llc|ltd\.?)$"
)
_PLACE = re.compile(
    r"^(?:(?:中国|中华)?(?P<province>北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    r"广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(?:省|市|自治区|壮族自治区|特别行政区)?)?"
    r"(?P<rest>.*)$"
)
_CITY = re.compile(r"^([\u4e00-\u9fff]{2,4}?)(市|地区|自治州)")
_COUNTY = re.compile(r"^([\u4e00-\u9fff]{2,4}?)(区|县|镇|乡)(?=[\u4e00-\u9fff]{2})")
_TRADES = """
电子商务 网络科技 信息科技 智能科技 新能源科技 科技发展 电子科技 科技 新能源
电子 电器 电气 实业 贸易 商贸 进出口 工贸 儿童用品 母婴用品 婴童用品 用品
日用品 玩具 家居 家具 服饰 服装 纺织 制衣 五金 塑料 塑胶 橡胶 制品 化工
建材 涂料 灯饰 照明 燃气具 燃具 厨具 厨卫 电缆 线缆 电线电缆 安防 消防
消防器材 安全防护 车业 车辆 自行车 电动车 机械 机电 设备 器材 实验 生物 医疗
食品 包装 文化 文具 体育 投资 控股 工业 制造 技术 发展 材料 新材料 数码
通讯 通信 能源 电源 电池 智能
""".split()  # noqa: SIM905  read as a table
_TRADE = re.compile(f"(?:{'|'.join(sorted(_TRADES, key=len, reverse=True))})+$")
_SHOP = re.compile(r"(?:旗舰店|专营店|专卖店|官方店|自营店|企业店|淘宝店|小店|网店|店铺)$")


class MakerName(Record):
    """One firm of a cell, cut into its parts (all normalised; `text` as written)."""

    text: str
    role: MakerRole
    province: str = ""
    city: str = ""
    core: str = ""
    trade: str = ""
    legal: str = ""


class MakerComparison(Record):
    """Whether two cells name the same maker; `unknown` where a part is missing or only a shop or person is named."""

    verdict: Verdict
    feature: Feature


def split_makers(cell: str | None) -> tuple[MakerName, ...]:
    """Return the firms a cell names with their roles: 委托方:甲;受托方:乙 → principal 甲, contractor 乙."""
    if cell is None or says_nothing(cell):
        return ()
    text = normalise(cell)
    marks = list(_ROLE.finditer(text))
    pieces: list[tuple[MakerRole, str]] = []
    if not marks or marks[0].start() > 0:
        head = text[: marks[0].start()] if marks else text
        pieces += [("maker", part) for part in re.split(r"[;;、\n|]|/(?=[\u4e00-\u9fff])", head)]
    for place, mark in enumerate(marks):
        following = marks[place + 1] if place + 1 < len(marks) else None
        role = next(role for role, _ in _ROLES if mark.group(role))
        pieces.append((role, text[mark.end() : following.start() if following else None]))
    firms = [_structure(role, _ADDRESS.sub("", piece).strip(" ;,、。|")) for role, piece in pieces]
    return tuple(firm for firm in firms if firm.text and not says_nothing(firm.text))


def _structure(role: MakerRole, text: str) -> MakerName:
    name = _ROLE_REMARK.sub("", text).strip()
    bracketed = re.search(r"[((]([\u4e00-\u9fff]{2,8})[))]", name)
    bare = re.sub(r"[((][^()()]*[))]|\s", "", name)
    legal = _LEGAL.search(bare)
    body = bare[: legal.start()] if legal else bare
    province, city, core = _place_of(body)
    if bracketed and not city:
        inner = re.sub(r"(?:省|市|中国)$", "", bracketed.group(1))
        city = inner if inner not in {"中国", "集团"} else ""
    trade = _TRADE.search(core)
    if trade and trade.start() >= 2:
        core, trade_text = core[: trade.start()], trade.group()
    else:
        trade_text = ""
    return MakerName(
        text=text, role=role, province=province, city=city, core=core, trade=trade_text,
        legal=legal.group() if legal else "",
    )  # fmt: skip


def _place_of(body: str) -> tuple[str, str, str]:
    matched = _PLACE.match(body)
    assert matched is not None
    province, rest = matched.group("province") or "", matched.group("rest")
    city = ""
    if (found := _CITY.match(rest)) and len(rest) - found.end() >= 2:
        city, rest = found.group(1), rest[found.end() :]
    if (found := _COUNTY.match(rest)) and len(rest) - found.end() >= 2:
        city, rest = city or found.group(1), rest[found.end() :]
    return province, city, rest if rest else body


def compare_makers(left: str | None, right: str | None) -> MakerComparison:
    """Compare two maker cells; "same" or "different" only where both name whole firms.

    Firms agree when core and trade are equal and no place or legal form contradicts. With several firms in a cell any
    agreeing pair is enough; sellers and importers are not makers.
    """
    ours = [firm for firm in split_makers(left) if firm.role not in {"seller", "importer"}]
    theirs = [firm for firm in split_makers(right) if firm.role not in {"seller", "importer"}]
    verdicts = {_compare(one, other) for one in ours for other in theirs}
    verdict: Verdict = "unknown"
    if "same" in verdicts:
        verdict = "same"
    elif verdicts == {"different"}:
        verdict = "different"
    score = {"same": 1.0, "different": 0.0, "unknown": 0.5}[verdict]
    return MakerComparison(verdict=verdict, feature=Feature(feature="生产者", score=score, left=left, right=right))


def _compare(one: MakerName, other: MakerName) -> Verdict:
    if one.text.replace(" ", "") == other.text.replace(" ", "") and one.legal:
        return "same"
    if _SHOP.search(one.text) or _SHOP.search(other.text) or not one.legal or not other.legal:
        return "unknown"
    if min(len(one.core), len(other.core)) < 2:
        return "unknown"
    if one.core + one.trade != other.core + other.trade:
        if _place_prefix(one, other):
            return "same"
        # A fragment out of a table column (物科技有限公司) is the tail of a name, not another firm.
        return "unknown" if _is_tail(one, other) or _is_tail(other, one) else "different"
    for a, b in ((one.province, other.province), (one.city, other.city)):
        if a and b and a != b and a not in b and b not in a:
            return "different"
    if one.legal != other.legal and {one.legal, other.legal} & {"厂", "加工厂", "工厂", "制品厂", "经营部", "商行"}:
        return "different"
    return "same"


def _is_tail(fragment: MakerName, whole: MakerName) -> bool:
    tail = fragment.core + fragment.trade
    return not fragment.city and not fragment.province and (whole.core + whole.trade).endswith(tail)


def _place_prefix(one: MakerName, other: MakerName) -> bool:
    """深圳甲科技 and 深圳市甲科技: the shorter writes the place without 市, so that it stayed in the core."""
    for short, long in ((one, other), (other, one)):
        place = long.city or long.province
        if place and not short.city and short.core + short.trade == place + long.core + long.trade:
            return True
    return False
