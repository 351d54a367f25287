"""Times of the two documents that matter, with made-up text: `python benchmarks/pdf.py`.

Prints one line a document: kilobytes; the first render of a process that has just begun to
start; the first one in a server, which starts that process beforehand (warm_up); the median of
seven more of other text; and one from the cache. `--write DIR` keeps the files for looking at.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only for measuring; signs nothing that anybody keeps")
os.environ["PDF_CACHE_DIR"] = tempfile.mkdtemp(prefix="tokki-benchmark-")

from django.conf import settings
from django.utils.html import format_html, format_html_join

from documents.pool import pool
from documents.rendering import BASE_STYLESHEET, render_pdf, stylesheet, warm_up
from documents.widths import LANDSCAPE_MM, colgroup, column_widths

PHRASES = (
    "受注者は、本業務の処理に当たり、",
    "あらかじめ発注者の書面による承認を受けなければならない。",
    "個人情報を取り扱う従事者の氏名、所属及び担当する業務の範囲を",
    "速やかに発注者に報告し、その指示に従うものとする。",
    "取扱区域の外に持ち出してはならない。",
    "ただし、発注者が特に必要と認めたときは、この限りでない。",
    "記録媒体の数量、保管場所及び管理の方法を台帳に記載し、",
    "契約の終了後も同様とする。",
)
HEADER = ("番号", "条項", "確認事項", "見るもの", "回答", "条件・理由", "判定")


def text(random_: random.Random, phrases: int) -> str:
    """Some sentences."""
    return "".join(random_.choice(PHRASES) for _ in range(phrases))


def page(title: str, body: str, page_class: str = "") -> str:
    """A whole page."""
    return (
        f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>{title}</title></head>'
        f'<body class="{page_class}" data-case="住民健診予約業務委託" data-number="R8-税務-0001-D2-01'
        f'　照合番号 K7QD-2XMA-55TC" data-notice=""><h1>{title}</h1>{body}</body></html>'
    )


def check_table(seed: int, rows: int = 119) -> str:
    """A check table of seven columns, landscape."""
    random_ = random.Random(seed)
    cells = [
        (
            f"K{number:03}",
            f"第{number // 4 + 1}条",
            text(random_, 2),
            text(random_, 1),
            random_.choice(("対応可", "対応不可", "条件付き")),
            text(random_, random_.choice((0, 0, 1, 2))),
            random_.choice(("適", "否")),
        )
        for number in range(1, rows + 1)
    ]
    widths = column_widths(cells, header=HEADER, total_mm=LANDSCAPE_MM)
    head = format_html_join("", '<th scope="col">{}</th>', ((title,) for title in HEADER))
    lines = ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in cells)
    body = format_html_join("", "<tr>{}</tr>", lines)
    table = format_html(
        "<table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        colgroup(widths),
        head,
        body,
    )
    return page("個人情報取扱特記仕様書 遵守確認表", table, "landscape")


def annex(seed: int, articles: int = 35) -> str:
    """An annex of so many clauses."""
    random_ = random.Random(seed)
    parts = []
    for number in range(1, articles + 1):
        parts.append(
            '<section class="article"><h2 class="caption">（取扱いの制限）</h2>'
            f'<p class="para">第{number}条　{text(random_, 4)}</p>'
            f'<p class="para">2　{text(random_, 3)}</p>'
            f'<p class="item level-1">(1)　{text(random_, 2)}</p>'
            f'<p class="item level-2">ア　{text(random_, 2)}</p>'
            f'<p class="item level-3">(ア)　{text(random_, 2)}</p>'
            f'<p class="item level-1">(2)　{text(random_, 2)}</p>'
            f'<p class="para">3　{text(random_, 3)}</p></section>'
        )
    return page("個人情報取扱特記仕様書", "".join(parts))


def milliseconds(work: Callable[[], object]) -> float:
    """How long it takes, by the wall clock."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def measure(name: str, make: Callable[[int], str], directory: Path | None) -> None:
    """Print one line."""
    base = [stylesheet(BASE_STYLESHEET)]

    def render(seed: int) -> bytes:
        return render_pdf(pages[seed], stylesheets=base)

    pages = {seed: make(seed) for seed in range(9)}
    pool().stop()
    cold = milliseconds(lambda: render(0))
    pool().stop()
    warm_up().join()
    # As in a server: the child is up, but has never laid out this kind of document.
    first = milliseconds(lambda: render(1))
    warm = statistics.median(milliseconds(lambda s=seed: render(s)) for seed in range(2, 9))
    again = statistics.median(milliseconds(lambda: render(0)) for _ in range(20))
    content = render(0)
    print(
        f"{name}: {len(pages[0]) / 1000:.0f} kB of HTML, {len(content) / 1000:.0f} kB of PDF, "
        f"new process {cold:.0f} ms, first {first:.0f} ms, warm {warm:.0f} ms, again {again:.2f} ms"
    )
    if directory:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / f"{name}.pdf").write_bytes(content)


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, help="keep the PDFs in this directory")
    directory = parser.parse_args().write
    # The very first child of an installation also reads the fonts, once; that isn't counted.
    took = milliseconds(lambda: render_pdf(page("書体", "")))
    print(f"fonts read and cached under {settings.PDF_CACHE_DIR}: {took:.0f} ms, once")
    measure("check-table", check_table, directory)
    measure("annex", annex, directory)
    pool().stop()


if __name__ == "__main__":
    main()
