"""One picture of the first pages of many PDFs, each with its file's name under it."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from documents.fonts import font_files

COLUMNS, WIDTH, HEIGHT, GAP, CAPTION = 7, 300, 424, 16, 22
WHITE, GREY, BLACK = "#ffffff", "#b0b4b8", "#000000"


def contact_sheet(papers: Sequence[Path], target: Path) -> None:
    """Write the picture as PNG. Landscape pages are as wide as portrait ones. No papers, no
    picture."""
    if not papers:
        return
    rows = -(-len(papers) // COLUMNS)
    size = (GAP + COLUMNS * (WIDTH + GAP), GAP + rows * (HEIGHT + CAPTION + GAP))
    sheet = Image.new("RGB", size, GREY)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(font_files()[0]), 13)
    for number, path in enumerate(papers):
        left = GAP + number % COLUMNS * (WIDTH + GAP)
        top = GAP + number // COLUMNS * (HEIGHT + CAPTION + GAP)
        page = first_page(path)
        sheet.paste(page, (left, top + (HEIGHT - page.height) // 2))
        draw.text((left, top + HEIGHT + 4), path.stem, fill=BLACK, font=font)
    sheet.save(target, optimize=True)


def first_page(path: Path) -> Image.Image:
    """The first page, WIDTH wide and at most HEIGHT high."""
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        image: Image.Image = page.render(scale=WIDTH / page.get_width() * 2).to_pil()
    finally:
        document.close()
    image = image.convert("RGB")
    image.thumbnail((WIDTH, HEIGHT))
    return image
