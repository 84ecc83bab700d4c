"""The engine RapidOCR (Apache-2.0): its models come with the package, it runs on the processor and without network."""

import io
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from config.errors import PageError, SetupError
from crawler.images.text import TextLine

_PACKAGE = "rapidocr-onnxruntime"
_MOST_PIXELS = 40_000_000
_BAND = 1_600
"""Pixels of height read at once: the engine shrinks what is longer than 2000, and long pictures to nothing."""
_OVERLAP = 160
"""Pixels two bands share, so that a line on the cut is whole in one of them."""
_LEAST_CONFIDENCE = 0.5


class RapidReader:
    """Reads text with RapidOCR; the models are loaded with the first picture."""

    def __init__(self) -> None:
        """Raises SetupError where the package is not installed."""
        try:
            self.version = f"rapidocr-{version(_PACKAGE)}"
        except PackageNotFoundError:
            install = ".venv/bin/python -m pip install -e '.[ocr]'"
            raise SetupError(
                f'image_text = "rapidocr"：没有安装图中文字识别组件 {_PACKAGE}，请运行 {install}'
            ) from None

    def read(self, image: bytes) -> tuple[TextLine, ...]:
        """Return the lines of a picture, from top to bottom. Raises PageError."""
        from PIL import Image

        try:
            with Image.open(io.BytesIO(image)) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise PageError(f"图片过大：{opened.width}×{opened.height}")
                # What is transparent shows the page behind it, which is white more often than not.
                layered = opened.convert("RGBA")
                picture = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")
        # A library that opens pictures has as many errors as there are forms of pictures.
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise PageError(f"不是能打开的图片：{error}") from error
        lines: list[TextLine] = []
        step = _BAND - _OVERLAP
        for top in range(0, max(1, picture.height - _OVERLAP), step):
            last = top + _BAND >= picture.height
            band = picture.crop((0, top, picture.width, min(top + _BAND, picture.height)))
            for line in self._read_band(band, top):
                middle = (line.box[1] + line.box[3]) / 2
                if (top == 0 or middle >= top + _OVERLAP / 2) and (last or middle < top + step + _OVERLAP / 2):
                    lines.append(line)
            if last:
                break
        return tuple(lines)

    def _read_band(self, band: Any, top: int) -> list[TextLine]:
        import numpy

        # The engine takes arrays as blue, green, red.
        found, _ = self._engine(numpy.asarray(band)[:, :, ::-1].copy())
        lines = []
        for corners, text, confidence in found or ():
            across, down = [point[0] for point in corners], [point[1] + top for point in corners]
            box = (round(min(across)), round(min(down)), round(max(across)), round(max(down)))
            if text.strip() and float(confidence) >= _LEAST_CONFIDENCE:
                lines.append(TextLine(text=text.strip(), confidence=round(float(confidence), 3), box=box))
        return lines

    @cached_property
    def _engine(self) -> Any:
        from rapidocr_onnxruntime import RapidOCR

        return RapidOCR()
