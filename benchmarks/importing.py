"""Times of the import: `python benchmarks/importing.py`.

The shipped master set as text, the Act pasted as text in the government's style, and the Act as
XML: read, and compared with the master set. No database.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only for measuring; signs nothing that anybody keeps")

from specs.text.importing import understand
from specs.text.importing.matching import match
from specs.text.importing.upload import read_file, understand_source
from specs.text.render import Printer, render_plain
from tests.specs.imports import data_of
from tests.specs.masters import master_document
from tests.specs.test_import_act import ACT, as_pasted


def measure(name: str, ask: Callable[[], object], times: int = 9) -> None:
    """Print the median and the slowest of some runs, after one that doesn't count."""
    ask()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
    print(f"{name:<44} p50 {statistics.median(taken):7.1f} ms  max {max(taken):7.1f} ms")


def main() -> None:
    """Measure, print."""
    master = master_document()
    text = render_plain(Printer(master))
    act = "\n".join(as_pasted()[0])
    xml, word = ACT.read_bytes(), data_of("14-word-numbering")
    for name, source in (("master set as text", text), ("Act as text", act)):
        found = understand(source)
        print(f"{name}: {len(source):,} characters, {found.counts}")
        measure(f"{name}, understood", lambda source=source: understand(source))
        measure(f"{name}, matched", lambda found=found: match(found.document, master))
    measure("Act as XML, understood", lambda: understand_source(read_file(xml)))
    measure("Word file of 5 articles, understood", lambda: understand_source(read_file(word)))


if __name__ == "__main__":
    main()
