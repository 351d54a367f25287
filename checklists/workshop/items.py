"""The check items of a clause on the screen."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import Conflict, conflicts, is_stale, let_overwrite, submitted
from checklists.drafting.items import remove_item, save_item
from checklists.models import CheckItem, Preset
from checklists.workshop.forms import ItemForm
from checklists.workshop.pages import clause_or_404, edition_or_404, page
from common.errors import Refused
from specs.models import Clause, Edition
from specs.printing import PrintedEdition


@access(Permission.EDITION_EDIT)
def item_create(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """A new item of a clause."""
    edition = _draft(request, pk)
    clause = clause_or_404(request, edition, key)
    return _form(request, edition, clause, CheckItem(edition=edition, clause=clause, level="必須"))


@access(Permission.EDITION_EDIT)
def item_edit(request: StaffRequest, pk: int, key: str, code: str) -> HttpResponse:
    """An item, to change or to move to another clause."""
    edition = _draft(request, pk)
    items = CheckItem.objects.visible_to(request.user).select_related("clause")
    item = items.get_or_404(edition=edition, clause__key=key, code=code)
    return _form(request, edition, item.clause, item)


@access(Permission.EDITION_EDIT)
@require_POST
def item_remove(request: StaffRequest, pk: int, key: str, code: str) -> HttpResponse:
    """Take an item out of the draft."""
    edition = _draft(request, pk)
    try:
        remove_item(edition.pk, code, by=request.user, at=timezone.now())
        messages.success(request, f"確認項目{code}を除きました。保存の履歴から戻せます。")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("workshop:clause-edit", pk, key)


def _draft(request: StaffRequest, pk: int) -> Edition:
    edition = edition_or_404(request, pk)
    if not edition.is_draft:
        raise Http404
    return edition


def _form(request: StaffRequest, edition: Edition, clause: Clause, item: CheckItem) -> HttpResponse:
    known = CheckItem.objects.visible_to(request.user).filter(edition=edition)
    presets = Preset.objects.visible_to(request.user).filter(
        edition=edition, rule=Preset.Rule.CODES
    )
    labelled = PrintedEdition.of(edition).labelled
    form = ItemForm(
        request.POST or None,
        instance=item,
        initial={
            "clause_key": clause.key,
            "revision": item.revision,
            "presets": [preset.key for preset in presets if item.code in preset.codes],
        },
        clauses=[(c.key, f"{label}　{c.caption}") for c, label in labelled],
        conditions=sorted({c for c in known.values_list("applies_when", flat=True) if c}),
        presets=list(presets),
    )
    code = item.code

    def act(**data: Any) -> None:
        cleaned = dict(form.cleaned_data)
        revision, target = cleaned.pop("revision"), cleaned.pop("clause_key")
        chosen = cleaned.pop("presets")
        save_item(
            edition.pk,
            target,
            code,
            fields=cleaned,
            presets=chosen,
            revision=revision if code else None,
            **data,
        )

    if form.is_valid() and submitted(request, form, act, "確認項目を保存しました。"):
        return redirect("workshop:clause-edit", edition.pk, form.cleaned_data["clause_key"])
    found: list[Conflict] = []
    if is_stale(form):
        saved = known.get(code=code)
        found = conflicts(form, {name: getattr(saved, name) for name in form.Meta.fields})
        let_overwrite(form, revision=saved.revision)
    return page(
        request,
        "workshop/item_edit.html",
        here=f"確認項目{code}" if code else "確認項目を加える",
        edition=edition,
        clause=clause,
        form=form,
        item=item,
        conflicts=found,
    )
