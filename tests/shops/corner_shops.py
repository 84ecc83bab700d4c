"""Small shops with one item each, which show who sells in many ways, keep it from a machine, or show nothing."""

from collections.abc import Mapping

from tests.shops.live import Answer, Asked, Shop, Truth

CODE = "91990000MA0ABCDE19"
ROWS = {
    "品牌": "青禾",
    "型号": "QH-1K",
    "生产企业": "青禾电子有限公司",
    "厂址": "测试省测试市测试路1号",
    "执行标准": "GB 4943.1-2022",
    "3C证书编号": "2024010914000123",
    "注意事项": "请勿拆解、短路、投入火中",
}
PARAMETERS = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in ROWS.items())
ITEM = (
    "<h1>青禾 充电宝 10000mAh</h1><p class=price>¥59.00</p><button>立即购买</button>"
    f"<h3>商品参数</h3><table class=params>{PARAMETERS}</table>"
)
HOME = "<h1>青禾数码店</h1><ul><li><a href='/item/1'>青禾 充电宝 10000mAh</a> <span class=price>¥59</span></li></ul>"
CAPTCHA = "<title>安全验证</title><h1>请完成安全验证</h1><p>拖动滑块完成拼图</p><input placeholder='请输入验证码'>"
LOGIN = "<title>登录</title><h1>请先登录</h1><form action='/login'><input type=password name=password></form>"
PICTURE = "<img src='/up/77.jpg' width=600 height=800>"
INFO = "<a href='/info'>{}</a>"

Pages = Mapping[str, str | bytes]

SILENT: dict[str, tuple[str, Pages]] = {
    "declares itself free": (
        INFO.format("店铺信息"),
        {"/info": "<h1>店铺信息</h1><p>本店为个人销售家庭手工业产品，依法不需要办理市场主体登记。</p>"},
    ),
    "code on the contact page": (INFO.format("联系我们"), {"/info": f"<p>统一社会信用代码：{CODE}</p>"}),
    "picture on the about page": (INFO.format("关于本店"), {"/info": f"<p>本店证照如下</p>{PICTURE}"}),
    "picture called after the shop": (
        INFO.format("关于我们"),
        {"/info": "<h1>关于我们</h1><p>本店介绍</p><img src='/up/8.jpg' alt='青禾数码店' width=600>"},
    ),
    "page named after the shop": (
        "<a href='/x1'>关于青禾</a>",
        {"/x1": f"<h1>关于青禾</h1><p>统一社会信用代码：{CODE}</p>"},
    ),
    "old number of a trader": (INFO.format("企业信息"), {"/info": "<p>经营者：张三</p><p>注册号：440301103448669</p>"}),
    "masked code": (INFO.format("公司简介"), {"/info": "<p>统一社会信用代码：9199****MA0ABCDE1A</p>"}),
    "opened by a script": ("<a href='javascript:showLicence()'>营业执照</a>", {}),
    "opened by a listener": ("<span class=lic>营业执照</span><script>var lic = 1</script>", {}),
    "text in the footer": (f"青禾有限公司 统一社会信用代码 {CODE}", {}),
    "icon to another host": ("<a href='https://pub.example.org/c/7'><img src='/i/g.png'></a>", {}),
    "icon of the style sheet": ("<a href='https://pub.example.org/c/7' class=gs></a>", {}),
    "behind a captcha": (INFO.format("营业执照"), {"/info": CAPTCHA}),
    "behind a login": (INFO.format("证照信息"), {"/info": LOGIN}),
    "a document": (INFO.format("营业执照"), {"/info": b"%PDF-1.4 a scan"}),
    "a picture file": ("<a href='/up/77.jpg'>营业执照</a>", {"/up/77.jpg": b"\xff\xd8\xff\xe0 a photo"}),
    "in a frame": (
        INFO.format("关于我们"),
        {"/info": "<p>简介</p><iframe src='https://pub.example.org/c/7'></iframe>"},
    ),
    "at the end of a chain": (
        INFO.format("关于"),
        {"/info": "<p>简介</p><a href='/zz'>资质公示</a>", "/zz": f"<p>营业执照注册号：{CODE}</p>"},
    ),
    "in the page's data": (
        INFO.format("关于我们"),
        {"/info": f"<p>简介</p><script>var shop = {{creditCode: '{CODE}'}}</script>"},
    ),
    "kept for a popup": ("<span class=tip data-img='/up/yyzz.jpg'>资质</span>", {}),
    "on the item page only": ("", {"/item/1": f"{ITEM}<div class=bottom>统一社会信用代码：{CODE}</div>"}),
}
"""What stands below every page, and the pages of its own: nobody may accuse these shops."""
BARE: dict[str, tuple[str, Pages]] = {
    "nothing at all": ("江ICP备12345678号", {}),
    "a link that leads nowhere": (INFO.format("营业执照"), {}),
    "a dead link on the item page only": ("", {"/item/1": f"{ITEM}<div class=bottom>{INFO.format('营业执照')}</div>"}),
    "a picture file that is gone": ("<a href='/up/77.jpg'>营业执照</a>", {}),
    "an about page of words": (
        f"{INFO.format('关于我们')}<a href='https://beian.mps.gov.cn/'><img src='/i/beian.png'>公网安备9901号</a>",
        {"/info": "<h1>关于我们</h1><p>我们成立于1999年。</p>"},
    ),
}
"""These show nothing, and everything of them can be seen."""


def build(name: str) -> Shop:
    """Return one of the shops."""
    below, pages = (SILENT | BARE)[name]
    every: dict[str, str | bytes] = {"/": HOME, "/item/1": ITEM, **pages}

    def respond(asked: Asked) -> Answer | None:
        body = every.get(asked.path)
        if body is None:
            return None
        if isinstance(body, bytes):
            return Answer(body, kind="application/pdf" if body.startswith(b"%PDF") else "image/jpeg")
        foot = f"<div class=footer>© 青禾数码店 <a href='/'>首页</a> {below}</div>"
        title = "" if "<title>" in body else "<title>青禾数码店</title>"
        return Answer(f"<!DOCTYPE html><html><head><meta charset=utf-8>{title}</head><body>{body}{foot}</body></html>")

    return Shop(name, respond, Truth(items={"/item/1"}))
