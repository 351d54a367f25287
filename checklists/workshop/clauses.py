"""What is known about a clause, and what may become of it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import AnyForm, is_stale, let_overwrite, submitted
from checklists.drafting.clauses import save_clause_facts
from checklists.drafting.structure import merge_clause, retire_clause, split_clause
from checklists.workshop.forms import FactsForm, MergeForm, ReasonForm, SplitForm, facts_initial
from checklists.workshop.pages import clause_or_404, edition_or_404, page
from specs.models import Clause, Edition, LegalReference
from specs.printing import PrintedEdition


def _draft(request: StaffRequest, pk: int, key: str) -> tuple[Edition, Clause]:
    edition = edition_or_404(request, pk)
    if not edition.is_draft:
        raise Http404
    return edition, clause_or_404(request, edition, key)


@access(Permission.EDITION_EDIT)
def facts_edit(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Level, omit rule, explanations, blanks and law of one clause."""
    edition, clause = _draft(request, pk, key)
    laws = LegalReference.objects.visible_to(request.user).filter(edition=edition).order_by("key")
    others = Clause.objects.visible_to(request.user).filter(edition=edition)
    conditions = sorted({c for c in others.values_list("applies_when", flat=True) if c})
    form = FactsForm(
        request.POST or None,
        initial=facts_initial(clause, list(laws)),
        clause=clause,
        conditions=conditions,
        laws=list(laws),
    )

    def act(**data: Any) -> None:
        revision = form.cleaned_data["revision"]
        save_clause_facts(pk, key, facts=form.facts(), revision=revision, **data)

    if form.is_valid() and submitted(request, form, act, f"「{clause.caption}」を保存しました。"):
        return redirect("workshop:clause-edit", pk, key)
    theirs: dict[str, Any] = {}
    if is_stale(form):
        clause.refresh_from_db()
        theirs = facts_initial(clause, list(laws))
        let_overwrite(form, revision=clause.revision)
    return page(
        request,
        "workshop/facts_edit.html",
        here="解説・適用の決まり",
        edition=edition,
        clause=clause,
        form=form,
        laws=laws,
        back_url=reverse("workshop:clause-edit", args=[pk, key]),
        theirs=[
            (form.fields[name].label, value)
            for name, value in theirs.items()
            if name != "revision" and str(value) != form.data.get(name, "").replace("\r\n", "\n")
        ],
    )


@access(Permission.EDITION_EDIT)
def clause_retire(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Take a clause out, with what that means for items and references."""
    edition, clause = _draft(request, pk, key)
    form = ReasonForm(request.POST or None, button="この条を廃止する")
    done = f"「{clause.caption}」を廃止しました。"
    return _change(
        request,
        edition,
        clause,
        form,
        lambda **data: retire_clause(pk, key, **data),
        here="この条を廃止する",
        done=done,
        explanation=(
            "条文と確認項目を次の版から除きます。公開済みの版と、それを使う契約は変わりません。"
            "廃止した理由は、版の記録に残ります。"
        ),
    )


@access(Permission.EDITION_EDIT)
def clause_merge(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Put a clause into another."""
    edition, clause = _draft(request, pk, key)
    printed = PrintedEdition.of(edition)
    others = [(c.key, f"{label}　{c.caption}") for c, label in printed.labelled if c.key != key]
    form = MergeForm(request.POST or None, button="統合する", others=others)
    return _change(
        request,
        edition,
        clause,
        form,
        lambda **data: merge_clause(pk, key, **data),
        here="ほかの条に統合する",
        done=f"「{clause.caption}」を統合しました。",
        explanation=(
            "この条の項を相手の条の末尾に移し、確認項目も移します。この条を指している参照は、"
            "移った先を指すようになります。"
        ),
    )


@access(Permission.EDITION_EDIT)
def clause_split(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Make a clause of the later 項."""
    edition, clause = _draft(request, pk, key)
    printed = PrintedEdition.of(edition).printer
    lines = [line for line in printed.lines(printed.document.article(key)) if line.level == 0]
    choices = [
        (str(number), f"第{number}項から後（{line.words[:24]}…）")
        for number, line in enumerate(lines, 1)
        if number > 1
    ]
    form = SplitForm(request.POST or None, button="条を分ける", paragraphs=choices)
    return _change(
        request,
        edition,
        clause,
        form,
        lambda **data: split_clause(pk, key, **data),
        here="条を分ける",
        done=f"「{clause.caption}」を分けました。",
        explanation=(
            "選んだ項から後を、すぐ次の新しい条にします。確認項目はこの条に残るので、"
            "新しい条に移すものは確認項目の画面で移してください。"
            if choices
            else "この条には項が一つしかないので、分けられません。"
        ),
    )


def _change(
    request: StaffRequest,
    edition: Edition,
    clause: Clause,
    form: AnyForm,
    act: Callable[..., Any],
    *,
    here: str,
    done: str,
    explanation: str,
) -> HttpResponse:
    if form.is_valid() and submitted(request, form, act, done, **form.cleaned_data):
        return redirect("workshop:draft-detail", edition.pk)
    return page(
        request,
        "workshop/form_page.html",
        here=here,
        edition=edition,
        clause=clause,
        form=form,
        lead=explanation,
        back_url=reverse("workshop:clause-edit", args=[edition.pk, clause.key]),
    )
