"""Who may use which address: the access specification, held against the running program.

Every URL is in the table. B, P, C, A, M are the roles (業務主管課, 情報政策, 契約課, 監査, 管理者)
that get past the door; all others get 403, strangers 404, and visitors the sign-in page. A new
view fails here until somebody decides who may use it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import everything

pytestmark = pytest.mark.django_db

ROLES = {"B": "business", "P": "policy", "C": "contracts", "A": "auditor", "M": "admin"}
EVERYBODY = "BPCAM"

# fmt: off
# name: (method, roles, what its arguments are)
ACCESS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "workflow:engagement-list":       ("get",  EVERYBODY, ()),
    "workflow:engagement-detail":     ("get",  EVERYBODY, ("engagement",)),
    "workflow:engagement-move":       ("post", "BC",      ("engagement", "=close")),
    "workflow:contract-register":     ("get",  EVERYBODY, ()),
    "workflow:contract-register-issue": ("post", "BPC",   ()),
    "workflow:copy-choose":           ("get",  "B",       ()),
    "workflow:copy-many":             ("get",  "B",       ()),
    "workflow:engagement-copy":       ("get",  "B",       ("engagement",)),
    "workflow:engagement-lessons":    ("get",  EVERYBODY, ("engagement",)),
    "workflow:form-list":           ("get",  EVERYBODY, ("engagement",)),
    "workflow:form-issue":          ("post", "BPC",     ("engagement", "=pledge")),
    "workflow:document-issue":        ("post", "BPC",     ("engagement", "=verification-report")),
    "engagements:engagement-create":  ("get",  "B",       ()),
    "engagements:engagement-edit":    ("get",  "B",       ("engagement",)),
    "engagements:scope-edit":         ("get",  EVERYBODY, ("engagement",)),
    "engagements:scope-effects":      ("post", "B",       ("engagement",)),
    "engagements:tailoring-list":     ("get",  EVERYBODY, ("engagement",)),
    "engagements:tailoring-edit":     ("get",  "B",       ("engagement", "=training")),
    "engagements:tailoring-answer":   ("post", "P",       ("planned", "=publication")),
    "engagements:annex-preview":      ("get",  EVERYBODY, ("engagement",)),
    "engagements:comparison":         ("get",  EVERYBODY, ("engagement",)),
    "engagements:comparison-issue":   ("post", "BPC",     ("engagement",)),
    "engagements:edition-decide":     ("get",  EVERYBODY, ("planned",)),
    "engagements:edition-impact":     ("get",  EVERYBODY, ("newer",)),
    "engagements:notice":             ("get",  EVERYBODY, ("engagement",)),
    "engagements:notice-issue":       ("post", "BPC",     ("engagement",)),
    "engagements:bid-list":           ("get",  EVERYBODY, ("engagement",)),
    "engagements:bid-create":         ("get",  "BC",      ("engagement",)),
    "engagements:bid-withdraw":       ("get",  "BC",      ("bid",)),
    "engagements:link-list":           ("get",  "BC",      ("bid",)),
    "engagements:link-issue":          ("post", "BC",      ("bid",)),
    "engagements:reply-take":          ("get",  "BC",      ("bid",)),
    "engagements:reply-workbook":      ("get",  EVERYBODY, ("engagement",)),
    "engagements:reply-form":          ("get",  EVERYBODY, ("engagement",)),
    "engagements:link-revoke":         ("post", "BC",      ("link",)),
    "engagements:answers-open":        ("post", "BC",      ("engagement",)),
    "engagements:deadline-extend":     ("get",  "B",       ("engagement",)),
    "engagements:matrix":              ("get",  EVERYBODY, ("engagement",)),
    "engagements:matrix-issue":        ("post", "BPC",     ("engagement",)),
    "engagements:inquiry-list":        ("get",  EVERYBODY, ("engagement",)),
    "engagements:inquiry-create":      ("get",  "BC",      ("engagement",)),
    "engagements:inquiry-answer":      ("get",  "B",       ("inquiry",)),
    "engagements:answers-publish":     ("post", "B",       ("engagement",)),
    "engagements:delivery-list":       ("get",  EVERYBODY, ("engagement",)),
    "engagements:delivery-issue":      ("post", "BPC",     ("engagement",)),
    "engagements:unmet-decide":        ("get",  "B",       ("bid.engagement_id", "item")),
    "engagements:criteria-edit":       ("get",  "B",       ("engagement",)),
    "engagements:selection-edit":     ("get",  "B",       ("engagement",)),
    "engagements:letters":            ("get",  EVERYBODY, ("engagement",)),
    "engagements:letters-issue":      ("post", "BPC",     ("engagement",)),
    "engagements:contract-edit":      ("get",  "BC",      ("engagement",)),
    "engagements:condition-list":     ("get",  EVERYBODY, ("engagement",)),
    "engagements:conditions-derive":  ("post", "BC",      ("engagement",)),
    "engagements:condition-settle":   ("get",  "BC",      ("condition",)),
    "engagements:alternative-edit":   ("get",  "B",       ("bid", "item")),
    "engagements:alternative-answer": ("post", "P",       ("alternative",)),
    "engagements:vendor-list":        ("get",  EVERYBODY, ()),
    "engagements:vendor-create":      ("get",  "BC",      ()),
    "engagements:vendor-detail":      ("get",  EVERYBODY, ("vendor",)),
    "engagements:vendor-edit":        ("get",  "BC",      ("vendor",)),
    "engagements:vendor-merge":       ("get",  "PC",      ("vendor",)),
    "engagements:certification-create": ("get", "BC",     ("vendor",)),
    "engagements:certification-edit": ("get",  "BC",      ("certification",)),
    "engagements:certification-end":  ("get",  "BC",      ("certification",)),
    "engagements:suspension-create":  ("get",  "PC",      ("vendor",)),
    "engagements:suspension-issue":   ("post", "PC",      ("suspension",)),
    "engagements:suspension-lift":    ("get",  "PC",      ("suspension",)),
    "checklists:checklist-detail":    ("get",  EVERYBODY, ("checklist",)),
    "checklists:answers-save":        ("post", "BC",      ("checklist",)),
    "checklists:answer-save":         ("post", "BC",      ("checklist", "answer.item_id")),
    "checklists:checklist-submit":    ("get",  "BC",      ("checklist",)),
    "checklists:evidence-add":         ("get",  "BC",      ("checklist",)),
    "checklists:evidence-detail":      ("get",  EVERYBODY, ("evidence",)),
    "checklists:evidence-picture":     ("get",  EVERYBODY, ("evidence",)),
    "checklists:evidence-download":    ("get",  EVERYBODY, ("evidence",)),
    "checklists:checklist-issue":     ("post", "BPC",     ("checklist",)),
    "checklists:judgement":           ("get",  "BP",      ("checklist",)),
    "checklists:judgements-save":     ("post", "BP",      ("checklist",)),
    "checklists:judgement-finish":    ("post", "BP",      ("checklist",)),
    "checklists:judgement-save":      ("post", "BP",      ("checklist", "answer.item_id")),
    "checklists:edition-export":      ("get",  EVERYBODY, ("edition", "=text")),
    "checklists:import-start":        ("get",  "P",       ()),
    "checklists:import-review":       ("post", "P",       ()),
    "checklists:import-save":         ("post", "P",       ()),
    "audits:inspection-create":       ("get",  "B",       ("engagement",)),
    "audits:inspection-detail":       ("get",  EVERYBODY, ("inspection",)),
    "audits:finding-detail":          ("get",  EVERYBODY, ("finding",)),
    "audits:paper-issue":             ("post", "BPC",    ("=inspection-plan", "inspection")),
    "audits:correction-create":       ("get",  "B",       ("finding",)),
    "audits:correction-verify":       ("get",  "B",       ("correction",)),
    "audits:report-receive":          ("get",  "B",       ("report",)),
    "audits:disposal-edit":           ("get",  "B",       ("engagement",)),
    "audits:disposal-verify":         ("get",  "B",       ("disposal",)),
    "audits:gap-detail":              ("get",  EVERYBODY, ("engagement",)),
    "specs:edition-list":             ("get",  EVERYBODY, ()),
    "specs:edition-detail":           ("get",  EVERYBODY, ("edition",)),
    "specs:clause-detail":            ("get",  EVERYBODY, ("edition", "=training")),
    "specs:wording-list":             ("get",  EVERYBODY, ()),
    "specs:wording-create":           ("get",  "P",       ()),
    "specs:wording-switch":           ("post", "P",       ("rule",)),
    "workshop:specification-create":  ("get",  "P",       ()),
    "workshop:draft-open":            ("post", "P",       ("edition.specification_id",)),
    "workshop:share":                 ("post", "P",       ("edition.specification_id",)),
    "workshop:reviews-alone":         ("post", "P",       ()),
    "workshop:draft-detail":          ("get",  EVERYBODY, ("draft",)),
    "workshop:draft-about":           ("get",  "P",       ("draft",)),
    "workshop:draft-discard":         ("get",  "P",       ("draft",)),
    "workshop:review":                ("get",  EVERYBODY, ("draft",)),
    "workshop:review-ask":            ("post", "P",       ("draft",)),
    "workshop:review-give-back":      ("get",  "P",       ("draft",)),
    "workshop:publish":               ("post", "P",       ("draft",)),
    "workshop:upstream":              ("get",  "P",       ("draft",)),
    "workshop:state-list":            ("get",  EVERYBODY, ("draft",)),
    "workshop:state-detail":          ("get",  EVERYBODY, ("draft", "=1")),
    "workshop:state-restore":         ("post", "P",       ("draft", "=1")),
    "workshop:targets":               ("get",  EVERYBODY, ("draft",)),
    "workshop:clause-add":            ("post", "P",       ("draft",)),
    "workshop:clause-edit":           ("get",  EVERYBODY, ("draft", "=training")),
    "workshop:clause-save":           ("post", "P",       ("draft", "=training")),
    "workshop:clause-preview":        ("post", "P",       ("draft", "=training")),
    "workshop:clause-findings":       ("post", "P",       ("draft", "=training")),
    "workshop:clause-move":           ("post", "P",       ("draft", "=training")),
    "workshop:facts-edit":            ("get",  "P",       ("draft", "=training")),
    "workshop:clause-retire":         ("get",  "P",       ("draft", "=training")),
    "workshop:clause-merge":          ("get",  "P",       ("draft", "=training")),
    "workshop:clause-split":          ("get",  "P",       ("draft", "=training")),
    "workshop:item-create":           ("get",  "P",       ("draft", "=training")),
    "workshop:item-edit":             ("get",  "P",       ("draft", "=training", "=K040")),
    "workshop:item-remove":           ("post", "P",       ("draft", "=training", "=K040")),
    "workshop:finding-list":          ("get",  EVERYBODY, ("edition",)),
    "workshop:finding-mend":          ("post", "P",       ("edition",)),
    "workshop:finding-reason":        ("post", "P",       ("edition",)),
    "specs:comparison":               ("get",  EVERYBODY, ()),
    "specs:comparison-file":          ("get",  EVERYBODY, ()),
    "specs:comparison-issue":         ("post", "BPC",     ()),
    "specs:comparison-paste":         ("get",  EVERYBODY, ()),
    "documents:document-download":    ("get",  EVERYBODY, ("document",)),
    "ledger:event-list":              ("get",  "PAM",     ()),
    "password_change":                ("get",  EVERYBODY, ()),
    "password_change_done":           ("get",  EVERYBODY, ()),
    "logout":                         ("post", EVERYBODY, ()),
}
# fmt: on

OPEN = {"login", "healthz", "documents:document-verify"}
# A firm's pages: no account, but a link; what it opens is in tests/engagements/test_replying.py.
ANSWERING = {
    "reply:table",
    "reply:answers-save",
    "reply:answer-save",
    "reply:send",
    "reply:hand-back",
    "reply:withdraw",
    "reply:approver-link",
    "reply:receipt",
    "reply:approval-copy",
    "reply:papers",
    "reply:inquiries",
    "reply:answers-reuse",
    "reply:link-switch",
    "reply:paper-download",
    "reply:workbook",
    "reply:evidence-list",
    "reply:evidence-download",
    "reply:evidence-remove",
    "reply:form-pdf",
    "reply:file-take",
}
# They give or take away the link itself.
LINKS = {"reply:link-open", "reply:link-leave"}
# Rows that another department of the same municipality may see too.
WHOLE_MUNICIPALITY = {
    "specs:edition-detail",
    "specs:clause-detail",
    "workshop:finding-list",
    "workshop:draft-detail",
    "workshop:review",
    "workshop:state-list",
    "workshop:state-detail",
    "workshop:targets",
    "workshop:clause-edit",
    "engagements:edition-impact",
    "checklists:edition-export",
    "engagements:vendor-detail",
    "engagements:vendor-edit",
    "engagements:certification-create",
    "engagements:certification-edit",
    "engagements:certification-end",
}


def names(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """Every name of the URL configuration."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def test_every_address_is_in_the_table():
    assert set(names(get_resolver().url_patterns)) == set(ACCESS) | OPEN | ANSWERING | LINKS


def views(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every name with its view."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from views(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern.callback


def test_only_the_named_pages_need_no_account():
    """A page without sign-in is a firm's and asks for its link, or stands in a list."""
    found = dict(views(get_resolver().url_patterns))
    without = {name for name, view in found.items() if not getattr(view, "login_required", True)}
    assert without == OPEN | ANSWERING | LINKS
    assert {name for name in without if getattr(found[name], "answering", False)} == ANSWERING


def argument(word: str, things: dict[str, Any]) -> Any:
    """`=text` as it is, `thing` its key, `thing.field` that field."""
    if word.startswith("="):
        return word[1:]
    thing, _, field = word.partition(".")
    return getattr(things[thing], field or "pk")


def ask(client: Client, name: str, things: dict[str, Any]) -> int:
    method, _, words = ACCESS[name]
    url = reverse(name, args=[argument(word, things) for word in words])
    return getattr(client, method)(url).status_code


STANDING = everything


@pytest.fixture
def things(standing: dict[str, Any]) -> dict[str, Any]:
    return standing


def signed_in(user: Any) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def test_each_role_gets_in_where_the_table_says_and_nowhere_else(cast, things):
    wrong = []
    clients = {letter: signed_in(cast.of_role(role)) for letter, role in ROLES.items()}
    for name, (_, roles, _) in ACCESS.items():
        for letter, role in ROLES.items():
            status = ask(clients[letter], name, things)
            if name == "logout":
                clients[letter] = signed_in(cast.of_role(role))
            let_in = status in (200, 302, 422)
            if let_in != (letter in roles) or (not let_in and status != 403):
                wrong.append(f"{name} as {role}: {status}")
    assert "\n".join(wrong) == ""


def test_strangers_find_nothing(cast, things):
    """Another municipality's object is 404, never 403: its existence is not disclosed."""
    wrong = []
    client = signed_in(cast.stranger)
    for name, (_, roles, words) in ACCESS.items():
        if words and "B" in roles:
            status = ask(client, name, things)
            if status != 404:
                wrong.append(f"{name}: {status}")
    assert "\n".join(wrong) == ""


def test_another_department_finds_nothing(cast, things):
    wrong = []
    client = signed_in(cast.colleague)
    for name, (_, roles, words) in ACCESS.items():
        if words and "B" in roles and name not in WHOLE_MUNICIPALITY:
            status = ask(client, name, things)
            if status != 404:
                wrong.append(f"{name}: {status}")
    assert "\n".join(wrong) == ""


def test_visitors_are_sent_to_the_sign_in_page(things):
    for name in ACCESS:
        method, _, words = ACCESS[name]
        url = reverse(name, args=[argument(word, things) for word in words])
        response = getattr(Client(), method)(url)
        assert response.status_code == 302, name
        assert response.url.startswith(reverse("login")), name


def test_posts_without_a_token_are_refused(cast, things):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.business)
    for name, (method, roles, words) in ACCESS.items():
        if method == "post" and "B" in roles:
            url = reverse(name, args=[argument(word, things) for word in words])
            assert client.post(url).status_code == 403, name


def test_no_page_asks_for_anything_outside(cast, things):
    client = signed_in(cast.business)
    for name, (method, roles, words) in ACCESS.items():
        if method == "get" and "B" in roles:
            url = reverse(name, args=[argument(word, things) for word in words])
            response = client.get(url)
            policy = response["Content-Security-Policy"]
            assert "unsafe-inline" not in policy
            if response["Content-Type"].startswith("text/html"):
                body = response.content.decode()
                assert "http://" not in body.replace("http://www.w3.org", ""), name
                assert "https://" not in body, name
                assert " style=" not in body, name
                assert " onclick=" not in body, name
