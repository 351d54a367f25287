"""The server is killed again and again while a firm answers: no acknowledged answer is lost."""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.urls import reverse

from checklists.models import Answer, Checklist
from engagements.actions import issue_link
from ledger.verification import verify
from tests.world import begin, to_selection

pytestmark = pytest.mark.django_db(transaction=True)

SAVES, KILLS = 500, 4


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def database_url() -> str:
    """The test database, as another process names it."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    host = quote(at["HOST"] or "", safe="")
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{host}:{at['PORT']}/{at['NAME']}"


class Server:
    """gunicorn on the test database, which can be killed like a power cut of the process."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{self.port}"]
            + ["-w", "1", "--threads", "2", "--log-level", "critical"],
            env={**os.environ, "DATABASE_URL": database_url()},
            start_new_session=True,
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if self.ask("GET", "/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server did not come up")

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask(self, method: str, path: str, **more: object) -> http.client.HTTPResponse:
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        talk.request(method, path, **more)  # type: ignore[arg-type]
        response = talk.getresponse()
        response.text = response.read().decode(errors="replace")  # type: ignore[attr-defined]
        talk.close()
        return response


class Firm:
    """A browser of few words: opens the link once, then saves answers."""

    def __init__(self, server: Server, path: str) -> None:
        self.server, self.cookies = server, {}
        self.keep(server.ask("GET", path))
        page = self.keep(server.ask("GET", reverse("reply:table"), headers=self.headers()))
        self.token = re.search(r'"X-CSRFToken": "(\w+)"', page.text)[1]  # type: ignore[attr-defined,index]

    def keep(self, response: http.client.HTTPResponse) -> http.client.HTTPResponse:
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return response

    def headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def save(self, item: int, note: str, revision: int) -> bool:
        """Whether the server acknowledged."""
        fields = {
            f"value-{item}": "partial",
            f"note-{item}": note,
            f"revision-{item}": revision,
        }
        response = self.server.ask(
            "POST",
            reverse("reply:answer-save", args=[item]),
            body=urlencode(fields),
            headers={
                **self.headers(),
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": self.token,
                "HX-Request": "true",
            },
        )
        return response.status == 200


@pytest.fixture
def server():
    server = Server()
    yield server
    server.kill()


def test_no_acknowledged_answer_is_lost(cast, server):
    world = begin(cast)
    (bid,) = to_selection(world, "print")
    _, token = issue_link(bid, by=cast.business, at=world.at)
    connection.close()
    server.start()
    firm = Firm(server, reverse("reply:link-open", args=["132012", token]))
    items = list(Answer.objects.filter(checklist=bid.checklist_id).values_list("item", flat=True))
    connection.close()
    dice = random.Random(20261123)
    deaths = set(dice.sample(range(20, SAVES), KILLS))
    sent: dict[int, str] = {}
    acknowledged: dict[int, str] = {}
    revisions = dict.fromkeys(items, 0)
    for number in range(SAVES):
        item, note = dice.choice(items), f"条件{number}"
        sent[item] = note
        killer = None
        if number in deaths:
            pause = dice.random() * 0.03
            killer = subprocess.Popen(
                ["sh", "-c", f"sleep {pause:.4f}; kill -9 -{server.process.pid}"]
            )
        try:
            if firm.save(item, note, revisions[item]):
                acknowledged[item] = note
                revisions[item] += 1
        except (OSError, http.client.HTTPException):
            pass
        if killer is not None:
            killer.wait()
            server.kill()
            server.start()
            row = Answer.objects.get(checklist=bid.checklist_id, item=item)
            assert row.note in (acknowledged.get(item, ""), note)
            revisions[item] = row.revision
            if row.note:
                acknowledged[item] = row.note
            connection.close()
    stored = dict(
        Answer.objects.filter(checklist=bid.checklist_id, note__gt="").values_list("item", "note")
    )
    assert stored == acknowledged
    assert len(stored) > len(items) // 2
    table = Checklist.objects.get(pk=bid.checklist_id)
    assert table.n_partial == len(stored)
    assert list(verify()) == []
