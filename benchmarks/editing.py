"""How long the editor takes on the server: preview, save, and both for the Act.

    python benchmarks/editing.py

Uses an SQLite database of its own. Prints p50 and p95 of thirty runs each.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "a benchmark's key, never used for anything else")
os.environ.setdefault(
    "STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage"
)
FOLDER = tempfile.TemporaryDirectory()
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/benchmark.sqlite3")
RUNS = 30


def main() -> None:
    """Set up, measure, print."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from accounts.models import Department, Municipality, User
    from checklists.drafting.opening import create_specification, open_draft
    from checklists.drafting.states import keep_state
    from checklists.master import load_master
    from specs.models import Clause, Edition, Level, Omission
    from specs.text.codec import to_json
    from specs.text.lawxml import read_law

    call_command("migrate", verbosity=0)
    city = Municipality.objects.create(code="132012", name="特記市", mayor_title="市長")
    place = Department.objects.create(municipality=city, name="情報課", short_name="情報")
    user = User.objects.create(
        username="policy", name="情報", role="policy", municipality=city, department=place
    )
    now = timezone.now()
    master = load_master(city, ROOT / "fixtures" / "master", by=None, at=now)[0]
    draft = open_draft(master.specification_id, by=user, at=now)

    law = read_law((ROOT / "tests" / "data" / "laws" / "appi.xml").read_bytes())
    act = Edition.objects.create(
        municipality=city,
        specification=create_specification(city, law.title),
        number=1,
        created_at=now,
        created_by=user,
    )
    Clause.objects.bulk_create(
        Clause(
            municipality=city,
            edition=act,
            position=position,
            key=article.key,
            code=f"C{position:03d}",
            caption=article.caption,
            tree=to_json(article),
            level=Level.STANDARD,
            omission=Omission.APPROVAL,
        )
        for position, article in enumerate(law.document.articles, 1)
    )
    keep_state(act, "取込み", by=user, at=now)
    act.refresh_from_db()

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    print(f"{'':34}{'p50':>9}{'p95':>9}")
    for name, edition, key in (
        ("30 clauses", draft, "subcontracting"),
        (f"the Act, {len(law.document.articles)} articles", act, "article-27"),
    ):
        bench = Bench(client, edition, key)
        report(f"{name}: live preview", bench.preview)
        report(f"{name}: live lint", bench.lint)
        report(f"{name}: page of the clause", bench.page)
        report(f"{name}: save", bench.save)
        report(f"{name}: outline", bench.outline)


class Bench:
    """One clause of one draft, asked for again and again."""

    def __init__(self, client: Any, edition: Any, key: str) -> None:
        from checklists.drafting.desk import desk_of
        from specs.text.editing import editable_text

        self.client, self.edition, self.key, self.saves = client, edition, key, 0
        desk = desk_of(edition)
        self.text = editable_text(desk, key)
        self.next = len(desk.document.article(key).paragraphs) + 1

    def url(self, name: str) -> str:
        """An address of the clause."""
        from django.urls import reverse

        return reverse(f"workshop:{name}", args=[self.edition.pk, self.key])

    def preview(self) -> None:
        """What every pause in typing asks for."""
        data = {"text": f"{self.text}\n{self.next}　末尾の文。", "seen": self.edition.revision}
        assert self.client.post(self.url("clause-preview"), data).status_code == 200

    def lint(self) -> None:
        """What a longer pause asks for."""
        data = {"text": f"{self.text}\n{self.next}　末尾の文。", "seen": self.edition.revision}
        assert self.client.post(self.url("clause-findings"), data).status_code == 200

    def save(self) -> None:
        """A save that changes a line."""
        self.saves += 1
        clause = self.edition.clauses.get(key=self.key)
        data = {
            "text": f"{self.text}\n{self.next}　末尾の文{self.saves}。",
            "revision": clause.revision,
        }
        headers = {"HX-Request": "true"}
        response = self.client.post(self.url("clause-save"), data, headers=headers)
        assert response.status_code == 200

    def page(self) -> None:
        """The editor."""
        assert self.client.get(self.url("clause-edit")).status_code == 200

    def outline(self) -> None:
        """The home of the draft."""
        url = f"/workshop/editions/{self.edition.pk}/"
        assert self.client.get(url).status_code == 200


def report(name: str, run: Callable[[], None]) -> None:
    """Time `run` and print a line."""
    run()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(f"{name:34}{statistics.median(times):7.0f}ms{times[int(RUNS * 0.95)]:7.0f}ms")


if __name__ == "__main__":
    main()
