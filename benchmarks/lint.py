"""Times of the linter: `python benchmarks/lint.py`.

The shipped master set with everything around it, and the Act (個人情報の保護に関する法律) as the
government publishes it, read from its XML as bare text, so that its size counts and not its form.
No database.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only for measuring; signs nothing that anybody keeps")

import django

django.setup()

from specs.text.lint import Subject, lint, lint_clause
from specs.text.lint.context import words_of
from tests.specs.lint_subjects import act_subject, master_subject


def measure(name: str, ask: Callable[[], object], times: int = 20) -> None:
    """Print the median and the slowest of some runs, after one that doesn't count."""
    ask()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
    print(f"{name:<52} p50 {statistics.median(taken):7.1f} ms  max {max(taken):7.1f} ms")


def main() -> None:
    """Measure, print."""
    master, act = master_subject(), act_subject()
    article = master.document.articles[8]
    for name, subject in (("master set", master), ("Act", act)):
        document = subject.document
        print(
            f"{name}: {len(document.articles)} articles, {len(words_of(document))} provisions, "
            f"{len(lint(subject))} findings"
        )
    measure("master set, lint", lambda: lint(master))
    measure("master set, lint against the edition before", lambda: lint(with_before(master)))
    measure("master set, lint_clause of 再委託", lambda: lint_clause(master, article.key, article))
    measure("Act, lint", lambda: lint(act), times=7)


def with_before(subject: Subject) -> Subject:
    """The subject as a draft made from itself."""
    return replace(subject, before=subject.document)


main()
