"""Many firms answer at once: `python benchmarks/filling.py [PEOPLE] [SECONDS] [THINK]`.

Starts gunicorn (two workers of two threads, as `make run`) on a throw-away SQLite database, or on the empty
one of DATABASE_URL, registers PEOPLE bids (200) of one tender with the longest table, and lets
each firm save one answer about every THINK seconds (5) at its own link for SECONDS (30), over
HTTP on this machine, which the clients share with the server. Prints the median and the 95th
percentile of a save at the server (from its first byte read to its last byte written) and as the
client sees it, waiting for a free thread and for its own turn included, and how many answers were
not acknowledged.
"""

import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.mkdtemp(prefix="tokki-benchmark-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only for measuring; signs nothing that anybody keeps")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER}/filling.sqlite3")
os.environ.setdefault(
    "STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage"
)
os.environ.setdefault("LOG_LEVEL", "ERROR")
os.environ["MEDIA_ROOT"] = FOLDER

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from checklists.master import load_master
from checklists.models import Answer
from engagements import actions
from engagements.questions import QUESTIONS
from workflow.demo.cast import make_cast
from workflow.demo.plans import BENEFIT
from workflow.demo.walk import Walk

LOG = Path(FOLDER) / "access.log"
# When the last of the firms has signed in.
READY = threading.Barrier(1)


def tender(people: int) -> list[tuple[str, list[int]]]:
    """(path of the link, items of the table) of each firm."""
    call_command("migrate", verbosity=0)
    cast, now = make_cast(), timezone.now()
    edition, _ = load_master(cast.municipality, ROOT / "fixtures/master", by=None, at=now)
    today = timezone.localdate()
    # The longest table there is before a contract: every question that any premise asks.
    facts = {question.key: question.choices[0][0] for question in QUESTIONS}
    walk = Walk(cast, edition, replace(BENEFIT, preset="full", facts=facts))
    walk.create(
        now,
        deadline=today + timedelta(days=14),
        period=(today, today + timedelta(days=90)),
    )
    walk.scope(now)
    walk.move("notify", now)
    walk.issue("requirement-notice", now)
    walk.move("select", now)
    found = []
    for number in range(people):
        vendor = actions.register_vendor(
            by=walk.owner,
            at=now,
            corporate_number="",
            name=f"試験事業者{number:03d}",
            address="特記町1番地",
            representative="代表取締役　試験",
            contact="",
        )
        bid = actions.register_bid(walk.engagement, vendor, by=walk.owner, at=now)
        _, token = actions.issue_link(bid, by=walk.owner, at=now)
        items = Answer.objects.filter(checklist=bid.checklist_id).values_list("item", flat=True)
        found.append((f"/reply/{cast.municipality.code}/{token}/", list(items)))
    connection.close()
    return found


def serve() -> tuple[subprocess.Popen[bytes], int]:
    """gunicorn, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}"]
        + ["-w", "2", "--threads", "2", "--log-level", "error"]
        + ["--access-logfile", str(LOG), "--access-logformat", "%(m)s %(U)s %(D)s"]
    )
    while True:
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/healthz")
            return server, port
        except OSError:
            time.sleep(0.1)


class Firm(threading.Thread):
    """One person at one link."""

    def __init__(self, port: int, path: str, items: list[int], seconds: float, think: float):
        super().__init__(daemon=True)
        self.port, self.path, self.items = port, path, items
        self.seconds, self.think = seconds, think
        self.taken: list[float] = []
        self.failed = 0
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """Status and text of one request on a connection of its own."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        talk.request(method, path, body or None, {"Cookie": cookie, **headers})
        response = talk.getresponse()
        text = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        talk.close()
        return response.status, text

    def run(self) -> None:
        self.ask("GET", self.path)
        _, page = self.ask("GET", "/reply/")
        token = re.search(r'"X-CSRFToken": "(\w+)"', page)[1]  # type: ignore[index]
        READY.wait()
        until = time.monotonic() + self.seconds
        revisions = dict.fromkeys(self.items, 0)
        dice = random.Random(self.path)
        time.sleep(dice.random() * self.think)
        while time.monotonic() < until:
            item = dice.choice(self.items)
            fields = {f"value-{item}": "partial", f"note-{item}": f"条件{len(self.taken)}"}
            fields[f"revision-{item}"] = str(revisions[item])
            began = time.perf_counter()
            status, _ = self.ask(
                "POST",
                f"/reply/answers/{item}/",
                urlencode(fields),
                **{
                    "Content-Type": "application/x-www-form-urlencoded",
                    "X-CSRFToken": token,
                    "HX-Request": "true",
                },
            )
            self.taken.append((time.perf_counter() - began) * 1000)
            self.failed += status != 200
            revisions[item] += status == 200
            time.sleep(self.think * (0.5 + dice.random()))


def times(taken: list[float]) -> str:
    """p50, p95 and the longest, in milliseconds."""
    late = statistics.quantiles(taken, n=20)[-1]
    return f"p50 {statistics.median(taken):.0f} ms, p95 {late:.0f} ms, most {max(taken):.0f} ms"


def main() -> None:
    """Fill, serve, save, print."""
    global READY
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 30
    think = float(sys.argv[3]) if len(sys.argv) > 3 else 5
    links = tender(people)
    READY = threading.Barrier(people)
    server, port = serve()
    firms = [Firm(port, path, items, seconds, think) for path, items in links]
    for firm in firms:
        firm.start()
    for firm in firms:
        firm.join()
    server.terminate()
    server.wait()
    taken = [each for firm in firms for each in firm.taken]
    stored = Answer.objects.exclude(value="").count()
    lines = [line.split() for line in LOG.read_text(encoding="utf-8").splitlines()]
    served = [
        int(time_) / 1000 for method, path, time_ in lines if method == "POST" and "answers" in path
    ]
    print(
        f"{people} people, {len(links[0][1])} items: {len(taken)} saves,"
        f" {len(taken) / seconds:.0f} a second;"
        f" at the server {times(served)}; at the client {times(taken)};"
        f" not acknowledged {sum(firm.failed for firm in firms)};"
        f" rows with an answer {stored} ({connection.vendor})"
    )


if __name__ == "__main__":
    main()
