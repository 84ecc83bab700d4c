"""A generation's name changes with everything it rests on."""

import grimp

from app.stages.read import READING
from config.settings import REPOSITORY


def test_the_readers_version_covers_every_module_and_table_a_record_rests_on() -> None:
    graph = grimp.build_graph("crawler", cache_dir=None)
    modules = {"crawler.read.reader", *graph.find_upstream_modules("crawler.read.reader")} - {"crawler"}
    files = {REPOSITORY / module.replace(".", "/") for module in modules}
    rests_on = {
        path for file in files for path in (file.with_suffix(".py"), file.with_suffix(".toml")) if path.is_file()
    }
    covered = [REPOSITORY / place for place in READING]
    assert all(place.exists() for place in covered)
    assert [path for path in rests_on if not any(path == place or place in path.parents for place in covered)] == []
