"""What is known about a clause, and what may become of it."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import Conflict, is_stale, let_overwrite, shown, submitted
from checklists.drafting.clauses import save_clause_facts
from checklists.drafting.structure import merge_clause, retire_clause, split_clause
from checklists.workshop.forms import FactsForm, MergeForm, ReasonForm, SplitForm, facts_initial
from checklists.workshop.pages import clause_or_404, edition_or_404, form_view, page
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
    found: list[Conflict] = []
    if is_stale(form):
        clause.refresh_from_db()
        found = _conflicts(form, facts_initial(clause, list(laws)))
        let_overwrite(form, revision=clause.revision)
    return page(
        request,
        "workshop/facts_edit.html",
        here="解説・適用の決まり",
        edition=edition,
        clause=clause,
        form=form,
        laws=laws,
        conflicts=found,
    )


def _conflicts(form: FactsForm, saved: dict[str, Any]) -> list[Conflict]:
    """As both texts stand in the boxes: cleaned, they are no text any more."""
    mine = {name: form.data.get(name, "").replace("\r\n", "\n") for name in saved}
    return [
        Conflict(
            str(form.fields[name].label),
            shown(form, name, value),
            shown(form, name, mine[name]),
        )
        for name, value in saved.items()
        if name != "revision" and value != mine[name]
    ]


@access(Permission.EDITION_EDIT)
def clause_retire(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Take a clause out, with what that means for items and references."""
    edition, clause = _draft(request, pk, key)
    return form_view(
        request,
        ReasonForm(request.POST or None, button="この条を廃止する"),
        partial(retire_clause, pk, key),
        edition=edition,
        clause=clause,
        here="この条を廃止する",
        done=f"「{clause.caption}」を廃止しました。",
        then=reverse("workshop:draft-detail", args=[pk]),
        lead=(
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
    return form_view(
        request,
        MergeForm(request.POST or None, button="統合する", others=others),
        partial(merge_clause, pk, key),
        edition=edition,
        clause=clause,
        here="ほかの条に統合する",
        done=f"「{clause.caption}」を統合しました。",
        then=reverse("workshop:draft-detail", args=[pk]),
        lead=(
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
    return form_view(
        request,
        SplitForm(request.POST or None, button="条を分ける", paragraphs=choices),
        partial(split_clause, pk, key),
        edition=edition,
        clause=clause,
        here="条を分ける",
        done=f"「{clause.caption}」を分けました。",
        then=reverse("workshop:draft-detail", args=[pk]),
        lead=(
            "選んだ項から後を、すぐ次の新しい条にします。確認項目はこの条に残るので、"
            "新しい条に移すものは確認項目の画面で移してください。"
            if choices
            else "この条には項が一つしかないので、分けられません。"
        ),
    )
