"""契約: parties, dates and the blanks of the annex."""

from typing import Any

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import conflicts, is_stale, let_overwrite, submitted
from documents.models import IssuedDocument
from engagements import actions
from engagements.annex import annex_of, blanks_of
from engagements.forms import ContractForm
from engagements.models import Contract, Engagement, Selection, Stage
from engagements.signing import oddities, reference_sentence
from engagements.views.pages import engagement_or_404, page
from ledger.actions import subject_of


@access(Permission.CONTRACT_EDIT)
def contract_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Register the contract, or correct it until performance begins."""
    engagement = engagement_or_404(request, pk)
    contract = Contract.objects.visible_to(request.user).filter(engagement=engagement).first()
    selection = _selection(request, engagement)
    blanks = blanks_of(annex_of(engagement)) if engagement.edition else []
    saved = _saved(contract)
    initial = {**_proposed(engagement, selection), **saved, "revision": engagement.revision}
    form = ContractForm(request.POST or None, blanks=blanks, initial=initial)

    def act(**data: Any) -> None:
        if contract is None:
            actions.register_contract(engagement, **data)
        else:
            actions.update_contract(contract, **data)

    if form.is_valid() and submitted(
        request,
        form,
        act,
        "契約の内容を保存しました。",
        revision=form.cleaned_data["revision"],
        **form.contract_fields(),
    ):
        return redirect("workflow:engagement-detail", engagement.pk)
    context: dict[str, Any] = {}
    if is_stale(form):
        context["conflicts"] = conflicts(form, saved)
        let_overwrite(form, revision=engagement.revision)
    return page(
        request,
        "engagements/contract_edit.html",
        here="契約の内容",
        engagement=engagement,
        form=form,
        contract=contract,
        selection=selection,
        is_open=engagement.stage == Stage.CONTRACTING,
        sentence=reference_sentence(engagement, _annex(request, engagement)),
        oddities=oddities(contract, selection.bid.vendor.name, timezone.localdate())
        if contract and selection
        else [],
        **context,
    )


def _selection(request: StaffRequest, engagement: Engagement) -> Selection | None:
    rows = Selection.objects.visible_to(request.user).filter(engagement=engagement, is_current=True)
    return rows.select_related("bid__vendor").first()


def _annex(request: StaffRequest, engagement: Engagement) -> IssuedDocument | None:
    """The newest annex that was issued for this contract; its number stands in the sentence.
    What bidders were told before was a draft."""
    rows = IssuedDocument.objects.visible_to(request.user).about(subject_of(engagement), "annex")
    newest: IssuedDocument | None = rows.filter(format="pdf").first()
    return newest if newest and newest.made_from.get("contract") else None


def _saved(contract: Contract | None) -> dict[str, Any]:
    """What is stored, by the names of the form's fields."""
    if contract is None:
        return {}
    fields = model_to_dict(contract, fields=ContractForm.Meta.fields)
    return {**fields, **{f"blank_{key}": value for key, value in contract.blanks.items()}}


def _proposed(engagement: Engagement, selection: Selection | None) -> dict[str, Any]:
    """What is known before the contract is registered."""
    proposed: dict[str, Any] = {
        "title": engagement.title,
        "concluded_on": timezone.localdate(),
        "period_from": engagement.period_from,
        "period_to": engagement.period_to,
    }
    if selection is not None:
        vendor = selection.bid.vendor
        proposed |= {
            "contractor_name": vendor.name,
            "contractor_address": vendor.address,
            "contractor_representative": vendor.representative,
        }
    return proposed
