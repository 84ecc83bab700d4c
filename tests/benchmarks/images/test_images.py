"""The measurement of text in pictures runs where the engine is installed."""

from importlib.util import find_spec

import pytest

from tests.benchmarks.images.measure import measure
from tests.benchmarks.images.pictures import Look, long_picture, pictures

ABSENT = "图中文字识别组件未安装（pip install -e '.[ocr]'）"
pytestmark = pytest.mark.skipif(find_spec("rapidocr_onnxruntime") is None, reason=ABSENT)


def test_large_print_is_read_without_a_wrong_value() -> None:
    from crawler.images.rapid import RapidReader

    large = [picture for picture in pictures() if picture.look == Look("sans", 28, 90)]
    results = measure(RapidReader(), [*large, long_picture()])
    assert sum(one.edits for one in results) <= 0.02 * sum(one.characters for one in results)
    assert sum(one.wrong for one in results) == 0
    assert results[-1].found == len(long_picture().fields)
