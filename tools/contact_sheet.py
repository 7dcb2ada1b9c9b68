# noqa: INP001 - a script to run by hand, no package
"""Draw every page of some reports, at each width and in each scheme, on one sheet to look at.

    python tools/contact_sheet.py docs/contact-sheet.png reports/seeds reports/state_union

A row is a page, a column a width and a scheme; the last column is the page as it is printed. Needs
Chromium and what the tests need.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ORDER = ("index", "corpus", "term-frequency", "topics", "sentiment", "documents", "compare")
PRINT = 718  # CSS pixels between the margins of A4
VIEWS = [(w, scheme) for scheme in ("light", "dark") for w in (390, 768, 1280)] + [(PRINT, "print")]
TALL = 1.7  # height of a picture, in widths of a tablet; a page goes on below
PICTURE = 230  # pixels of the sheet, for the widest view
GAP, HEAD = 10, 26
PAPER, INK = "#ffffff", "#1d1c1a"
COLOURS = 96  # of the sheet: pages have few


def main() -> None:
    """Write the sheet."""
    target, *folders = (Path(one) for one in sys.argv[1:])
    paths = [f / f"{name}.html" for f in folders for name in ORDER]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium") or driver.chromium.executable_path,
            args=["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
        )
        rows = [(path, pictures(browser, path)) for path in paths if path.is_file()]
        browser.close()
    made = sheet(rows).quantize(COLOURS)
    made.save(target, optimize=True)
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB, {made.width} x {made.height}")  # noqa: T201 (a script)


def pictures(browser: Browser, path: Path) -> list[Image.Image]:
    """Take a page at every width and in every scheme."""
    return [picture(browser, path, width=width, scheme=scheme) for width, scheme in VIEWS]


def picture(browser: Browser, path: Path, *, width: int, scheme: str) -> Image.Image:
    """Take the first screens of a page, at the size they have on the sheet."""
    scale = thumb(width) / width
    height = round(PICTURE * TALL / scale)
    dark = "dark" if scheme == "dark" else "light"
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=dark, offline=True
    )
    page = context.new_page()
    page.goto(path.resolve().as_uri())
    if scheme == "print":
        page.emulate_media(media="print")
    raw = page.screenshot()
    context.close()
    size = (thumb(width), round(PICTURE * TALL))
    return Image.open(io.BytesIO(raw)).convert("RGB").resize(size, Image.Resampling.LANCZOS)


def thumb(width: int) -> int:
    """Choose the width on the sheet: a phone gets more of it than its share, to be seen at all."""
    return round(PICTURE * (width / 1280) ** 0.4)


def sheet(rows: list[tuple[Path, list[Image.Image]]]) -> Image.Image:
    """Lay the pictures out, a row for each page, each row with its name."""
    columns = [thumb(width) for width, _ in VIEWS]
    step = round(PICTURE * TALL) + GAP + HEAD
    made = Image.new(
        "RGB", (sum(columns) + GAP * (len(columns) + 1), step * len(rows) + GAP), PAPER
    )
    draw, font = ImageDraw.Draw(made), ImageFont.load_default(13)
    for number, (path, taken) in enumerate(rows):
        left, top = GAP, number * step + GAP
        for one, (width, scheme) in zip(taken, VIEWS, strict=True):
            label = f"{path.parent.name} / {path.stem}" if left == GAP else f"{width} {scheme}"
            draw.text((left, top), label, fill=INK, font=font)
            made.paste(one, (left, top + HEAD - 6))
            left += one.width + GAP
    return made


if __name__ == "__main__":
    main()
