"""Bad input of every kind: one clear line with the place, exit code 2, nothing half-written."""

import re
from pathlib import Path

import pytest

from tests.app.conftest import Run
from tests.app.saved_shop import DECLARATION, ROOT, item_page, save_page


@pytest.fixture(autouse=True)
def _no_server_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ES_URL", raising=False)


ENGLISH = re.compile(r"(?<!goodswatch )(?<!-m pip )\b(?!goodswatch|pip)[A-Za-z]{2,} [A-Za-z']{2,} [A-Za-z']{2,}")
"""Three English words in a row that are no command: nothing staff should have to read."""


def sweeps(data: Path) -> set[str]:
    return {path.name for path in (data / "sweeps").iterdir() if path.is_dir()}


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (("sweep", "nosuch"), "nosuch"),
        (("sweep", "--resume", "nosuch"), "nosuch"),
        (("sweep", "--resume", "../../etc"), "../../etc"),
        (("read", "--sweep", "nosuch"), "nosuch"),
        (("judge", "nosuch"), "nosuch"),
        (("publish", "nosuch"), "nosuch"),
        (("records", "nosuch"), "nosuch"),
        (("findings", "nosuch"), "nosuch"),
        (("lists", "show", "nosuch"), "nosuch"),
        (("lists", "import", "nosuch", "x.csv"), "nosuch"),
        (("lists", "import", "unqualified", "missing.csv"), "missing.csv：没有这个文件"),
        (("draw", "--again", "nosuch"), "nosuch"),
        (("draw", "--seed", "1", "--size", "0"), "--size 0"),
        (("draw", "--seed", "1", "--size", "2", "--exclude", "missing.csv"), "missing.csv：没有这个文件"),
        (("search", "--kind", "nosuch"), "nosuch"),
        (("search", '"'), "没有可检索的"),
        (("search", "* ？"), "没有可检索的"),
        (("search", "--filter", "nosuch=1"), "nosuch"),
        (("search", "--filter", "rule"), "--filter rule"),
        (("classify", "missing.jsonl"), "missing.jsonl：没有这个文件"),
        (("import", "missing.html"), "missing.html"),
        (("import", "missing.html", "--captured-at", "soon"), "--captured-at soon"),
        (("import", "missing.html", "--captured-at", "2030-01-01"), "在现在之后"),
        (("import", "a.html", "b.html", "--url", "https://a.example/"), "只能用于单个文件"),
        (("sweep", "https://shop.example.cn/"), "只能采集本机集市"),
    ],
)
def test_unknown_things_are_named_in_one_line(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sweeps(data)
    ended = run("--data", data, *command)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert ended.err.startswith("错误：")
    assert named in ended.err
    assert sweeps(data) == before


@pytest.mark.parametrize(
    ("file", "content", "command", "named"),
    [
        ("platforms/hesui/platform.toml", "x = [", "rebuild", "platform.toml"),
        ("platforms/other/platform.toml", f"nosuch = 1\n{DECLARATION}", "rebuild", "nosuch：没有这个字段"),
        ("platforms/other/platform.toml", b'title = "\xba\xcc"', "rebuild", "不是 UTF-8"),
        ("sweeps.toml", "x = [", "sweeps", "sweeps.toml"),
        ("sweeps.toml", "sweep = 1", "sweeps", "[[sweep]]"),
        ("sweeps.toml", '[[sweep]]\nname = "a"\nnosuch = 1', "sweeps", "sweep.1.nosuch：没有这个字段"),
        ("sweeps.toml", '[[sweep]]\nname = "a"\nlimit_minutes = 0', "sweeps", "limit_minutes：至少为 1"),
        (
            "sweeps.toml",
            '[[sweep]]\nname = "a"\ncron = "99 * * * *"',
            "sweeps",
            "a.cron：'99 * * * *' 不是有效的时刻表",
        ),
        ("sweeps.toml", '[[sweep]]\nname = "a"\ncron = "30 1 * *"', "sweeps", "sweep.1.cron：应为五段"),
        ("sweeps.toml", '[[sweep]]\nname = "a b"', "sweeps", "sweep.1.name：只能用字母"),
        ("sweeps.toml", '[[sweep]]\nname = "a"\nplatforms = "x"', "sweeps", "sweep.1.platforms：应为数组"),
        (
            "sweeps.toml",
            '[[sweep]]\nname = "a"\nplatforms = ["nosuch"]',
            "sweeps",
            "sweep.1.platforms：没有声明名为 'nosuch'",
        ),
        ("sweeps.toml", '[[sweep]]\nname = "a"\nshops = ["notaurl"]', "sweeps", "sweep.1.shops：'notaurl' 不是"),
        ("sweeps.toml", '[[sweep]]\nname = "a"\nshops = ["http://a.example:8O80/"]', "sweeps", "sweep.1.shops"),
        ("sweeps.toml", '[[sweep]]\nname = "a"', "sweep a", "platforms 与 shops 都为空"),
        ("sweeps.toml", '[[sweep]]\nname = "a"\nplatforms = ["nosuch"]', "sweep a", "sweep.1.platforms"),
        ("sweeps.toml", '[[sweep]]\nname = "a"\nplatforms = ["nosuch"]', "scheduler --once", "sweep.1.platforms"),
        ("sweeps.toml", '[[sweep]]\nname = "a"\nshops = ["nowhere"]', "sweep a", "sweep.1.shops"),
        ("goodswatch.toml", "x = [", "sweeps", "goodswatch.toml"),
        ("goodswatch.toml", "recheck_days = [0]", "sweeps", "recheck_days.1：至少为 1"),
        ("goodswatch.toml", 'office_url = "postgresql://127.0.0.1:9/office"', "draw --seed 1 --size 1", "psycopg"),
        ("goodswatch.toml", "nosuch = 1", "sweeps", "nosuch：没有这个设置"),
        ("goodswatch.toml", 'web_port = "abc"', "sweeps", "web_port：应为整数"),
        ("goodswatch.toml", 'store = "elasticsearch"', "search x", "ES_URL"),
        ("goodswatch.toml", 'office_url = "nowhere"', "draw --seed 1 --size 1", "业务库"),
        ("law.toml", '[[entries]]\nid = "a"', "judge {sweep}", "law.toml：entries.1（a）.title：缺少这个字段"),
        ("groups.toml", "x = [", "judge {sweep}", "groups.toml"),
        ("divisions.csv", "x", "judge {sweep}", "divisions.csv：第 1 行"),
        ("demo.json", '{"now": "2026-12-01T00:00:00"}', "draw --seed 1 --size 1", "没有时区"),
        ("demo.json", "{", "draw --seed 1 --size 1", "demo.json：now"),
    ],
)
def test_wrong_declarations_name_file_and_field(
    data: Path, run: Run, file: str, content: str | bytes, command: str, named: str
) -> None:
    place = data / file
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content if isinstance(content, bytes) else content.encode())
    (sweep,) = sweeps(data)
    ended = run("--data", data, *command.format(sweep=sweep).split())
    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert named in ended.err.replace(": ", "：")
    assert not ENGLISH.search(ended.err)
    assert sweeps(data) == {sweep}


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("", "[politeness]\ndelay_seconds = -1\n", "politeness.delay_seconds：至少为 0"),
        ("", "[politeness]\ndelay_seconds = nan\n", "politeness.delay_seconds：至多为 3600"),
        ("", "[politeness]\nconcurrent_requests = 0\n", "politeness.concurrent_requests：至少为 1"),
        ("", '[politeness]\nrobots = "ignore"\n', "politeness.robots：应为 'obey' 或 'override'"),
        ("", '[politeness]\nrobots = "override"\n', "politeness.mandate"),
        ("", "[minimums]\nitems = -1\n", "minimums.items：至少为 0"),
        ("", '[selectors]\nfields = { nofield = "h1" }\n', "selectors.fields：没有名为 'nofield' 的字段"),
        ("", '[selectors]\nfields = { title = "h1[[" }\n', "selectors.fields：title："),
        ("", '[search]\nurl = "http://a.example/s"\n', "search.url：'http://a.example/s' 里没有 {keyword}"),
        ("", '[[entries]]\nurl = "notaurl"\nkind = "shop"\n', "entries.1.url：'notaurl' 不是"),
        ("", '[[entries]]\nurl = "http://a.example/"\nkind = "page"\n', "entries.1.kind：应为 'item'"),
    ],
)
def test_what_a_platform_cannot_mean_is_refused_when_it_is_read(
    data: Path, run: Run, old: str, new: str, named: str
) -> None:
    place = data / "platforms" / "other" / "platform.toml"
    place.parent.mkdir(parents=True)
    text = 'name = "other"\ntitle = "别家"\nhosts = ["other.example"]\nverified_on = "无"\n'
    place.write_text(text + new, encoding="utf-8")
    ended = run("--data", data, "rebuild")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert f"{place}：{named}" in ended.err.replace(": ", "：")
    assert not ENGLISH.search(ended.err)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("draw --seed x", "--seed：应为整数"),
        ("draw --seed", "选项 --seed 后面要写值"),
        ("draw --seed 1", "请给出 --seed 与 --size"),
        ("draw --nosuch", "没有选项 --nosuch"),
        ("sweep x --idd 3", "没有选项 --idd，相近的有 --id"),
        ("searchh", "没有名为 searchh 的命令，相近的有 'search'"),
        ("sweep", "请给出任务名"),
        ("read", "请给出网页文件或文件夹"),
        ("import", "缺少参数 PATH…"),
        ("lists import", "缺少参数 LIST"),
        ("lists import unqualified", "缺少参数 FILE"),
        ("nosuch", "没有名为 nosuch 的命令"),
        ("lists nosuch", "没有名为 nosuch 的命令"),
        ("search a b", "多余的参数 b"),
        ("search --size 0", "--size：至少为 1"),
        ("serve --port 70000", "--port：至多为 65535"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(data: Path, run: Run, arguments: str, said: str) -> None:
    ended = run("--data", data, *arguments.split())
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith(f"错误：{said}")
    assert not ENGLISH.search(ended.err)


READING = (
    "search x", "records a", "findings a", "judge a", "publish a", "rebuild", "sweeps", "verify", "serve --port 0",
    "draw --seed 1 --size 1", "read --sweep a", "lists show", "sweep --resume a",
)  # fmt: skip


@pytest.mark.parametrize("command", READING)
def test_a_mistyped_data_folder_is_not_made(run: Run, tmp_path: Path, command: str) -> None:
    mistyped = tmp_path / "dta"
    ended = run("--data", mistyped, *command.split())
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert f"没有数据目录 {mistyped}" in ended.err
    assert not mistyped.exists()


def test_a_pattern_that_does_not_compile_is_named(data: Path, run: Run) -> None:
    place = data / "platforms" / "hesui" / "platform.toml"
    place.write_text(place.read_text(encoding="utf-8").replace("(?P<item>", "(?P<item"), encoding="utf-8")
    ended = run("--data", data, "rebuild")
    assert ended.code == 2
    assert "patterns.1.pattern：不是有效的正则表达式" in ended.err.replace(": ", "：")
    assert not ENGLISH.search(ended.err.partition("正则表达式")[2])


@pytest.mark.parametrize("command", ["sweeps", "scheduler --once"])
def test_a_timetable_that_cannot_be_read_names_its_file(data: Path, run: Run, command: str) -> None:
    (data / "sweeps.toml").write_text('[[sweep]]\nname = "a"\ncron = "99 1 * * *"', encoding="utf-8")
    ended = run("--data", data, *command.split())
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert ended.err.startswith(f"错误：{data / 'sweeps.toml'}：a.cron：")


def test_a_file_that_is_no_table_is_told_without_a_word_of_the_library(data: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(b"no workbook")
    ended = run("--data", data, "lists", "import", "unqualified", file)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert ended.err.startswith(f"错误：{file}：不是能读取的表格")
    assert not ENGLISH.search(ended.err.replace("xlsx", "").replace("csv", "").replace(str(file), ""))


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("GOODSWATCH_NOSUCH", "1", "GOODSWATCH_NOSUCH"),
        ("GOODSWATCH_WEB_PORT", "x", "web_port"),
        ("GOODSWATCH_STORE", "paper", "store"),
        ("GOODSWATCH_RECHECK_DAYS", "abc", "GOODSWATCH_RECHECK_DAYS：应写成 JSON"),
        ("GOODSWATCH_RECHECK_DAYS", "[1, 'x']", "GOODSWATCH_RECHECK_DAYS：应写成 JSON"),
        ("GOODSWATCH_RECHECK_DAYS", "[-1]", "recheck_days.1：至少为 1"),
        ("GOODSWATCH_WEB_HOST", "0.0.0.0", "应为 '127.0.0.1'、'::1' 或 'localhost'"),
        ("GOODSWATCH_PRICE_WINDOW_DAYS", "1.5", "price_window_days：应为整数"),
        ("GOODSWATCH_USER_AGENT", "", "user_agent"),
        ("GOODSWATCH_ES_PREFIX", "A b", "es_prefix"),
        ("ES_URL", "nowhere", "ES_URL：'nowhere' 不是"),
    ],
)
def test_wrong_settings_of_the_environment_are_named(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, named: str
) -> None:
    monkeypatch.setenv(name, value)
    ended = run("--data", data, "sweeps")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert named in ended.err
    assert not ENGLISH.search(ended.err)


def test_the_data_folder_stands_before_or_after_the_command(data: Path, run: Run) -> None:
    before = run("--data", data, "sweeps")
    assert before.code == 0
    assert run("sweeps", "--data", data) == before
    assert run("sweeps", f"--data={data}") == before


@pytest.mark.parametrize("arguments", [("sweeps", "--data"), ("sweeps", "--data", ""), ("--data", "--help")])
def test_a_data_option_without_a_folder_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert "--data" in ended.err


def test_a_file_is_no_data_folder(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    ended = run("--data", file, "sweeps")
    assert ended.code == 2
    assert "不能作为数据目录" in ended.err


def test_a_read_only_disk_is_told_in_one_line(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(30, "Read-only file system", str(data / "draws"))

    monkeypatch.setattr("app.stages.drawing.write_candidates", refuse)
    ended = run("--data", data, "draw", "--seed", "1", "--size", "1")
    assert (ended.code, ended.err) == (2, f"错误：{data / 'draws'}：所在磁盘只读\n")


def test_faults_of_our_own_keep_their_traceback(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise OSError("no number: not the system's")

    monkeypatch.setattr("app.stages.drawing.write_candidates", fail)
    with pytest.raises(OSError, match="not the system's"):
        run("--data", data, "draw", "--seed", "1", "--size", "1")


def test_a_store_away_marks_nothing_and_publishing_again_completes(
    data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = save_page(tmp_path / "more", "item-3001", f"{ROOT}/item/3001", item_page(3001, without=["CCC证书编号"]))
    before = sweeps(data)
    monkeypatch.setenv("GOODSWATCH_STORE", "elasticsearch")
    monkeypatch.setenv("ES_URL", "http://127.0.0.1:9")
    ended = run("--data", data, "import", page)
    assert ended.code == 2
    assert ended.err.splitlines()[-1] == "错误：Elasticsearch http://127.0.0.1:9 连接不上"
    (new,) = sweeps(data) - before
    assert not (data / "sweeps" / new / "summary.json").exists()
    for command in (("search", "x"), ("publish", new), ("rebuild",)):
        assert run("--data", data, *command).code == 2
    monkeypatch.delenv("GOODSWATCH_STORE")
    assert f"{new}  import  已判定，待发布" in run("--data", data, "sweeps").out
    assert run("--data", data, "search", "--json", "--filter", "item_id=3001").rows == []
    assert run("--data", data, "publish", new).code == 0
    assert f"{new}  import  已发布" in run("--data", data, "sweeps").out
    (row,) = run("--data", data, "search", "--json", "--filter", "item_id=3001").rows
    assert row["rule"] == "CCC_NO_MISSING"


def test_list_files_are_refused_whole_or_row_by_row(data: Path, run: Run, tmp_path: Path) -> None:
    head = "产品名称,标称商标,规格型号,标称生产企业,公告日期,公告编号\n"
    row = "移动电源,岚芽,LY-300,澄湾市岚芽电子有限公司,2026-11-20,3号\n"
    folder = data / "lists" / "unqualified"
    versions = {path.name for path in folder.iterdir()}
    for name, content, named in (
        ("columns.csv", "产品名称,规格型号\n移动电源,X\n", "表头"),
        ("few.csv", head, "少于规定的 1 行"),
        ("dates.csv", head + row.replace("2026-11-20", "昨天"), "第 2 行：公告日期"),
        ("binary.csv", bytes(range(256)), "GB18030"),
        ("binary.xlsx", bytes(range(256)), "表格"),
        ("empty.csv", "", "表头"),
    ):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        ended = run("--data", data, "lists", "import", "unqualified", file)
        assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
        assert str(file) in ended.err
        assert named in ended.err
        assert {path.name for path in folder.iterdir()} == versions
    some = tmp_path / "some.csv"
    some.write_bytes((head + row + row.replace("2026-11-20", "昨天")).encode("gb18030"))
    ended = run("--data", data, "lists", "import", "unqualified", some)
    assert ended.code == 0
    assert "收入 1 行，拒收 1 行" in ended.out
    assert "some.csv 第 3 行：公告日期 '昨天' 不是日期" in ended.out
    assert "拒收 第 3 行" in run("--data", data, "lists", "show", "unqualified").out
