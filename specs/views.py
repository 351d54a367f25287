"""特記仕様書 on the screen: editions, and each clause with all that is known about it."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from specs.comparison.editions import predecessor
from specs.models import Annex, Clause, ClauseFate, Edition, Form, LegalReference
from specs.printing import PrintedEdition
from specs.sharing import upstream_news


@access(Permission.EDITION_VIEW)
def edition_list(request: StaffRequest) -> HttpResponse:
    """Every edition of every specification of the municipality, newest first."""
    editions = Edition.objects.visible_to(request.user).select_related("specification__upstream")
    rows = list(editions.order_by("specification__title", "-number"))
    specifications = {row.specification_id: row.specification for row in rows}
    context = {
        "editions": rows,
        "drafted": {row.specification_id for row in rows if not row.is_published},
        "behind": {pk for pk, each in specifications.items() if upstream_news(each) is not None},
        "may_edit": request.user.may(Permission.EDITION_EDIT),
        "alone": bool(request.user.municipality and request.user.municipality.reviews_alone),
    }
    return render(request, "specs/edition_list.html", context)


@access(Permission.EDITION_VIEW)
def edition_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One edition: its clauses in order with level and omit rule, forms, and annexes."""
    edition = _edition(request, pk)
    context = {
        "edition": edition,
        "printed": PrintedEdition.of(edition),
        "before": predecessor(edition),
        "fates": ClauseFate.objects.visible_to(request.user)
        .filter(edition=edition)
        .order_by("clause_key"),
        "forms": Form.objects.visible_to(request.user).filter(edition=edition).order_by("number"),
        "annexes": Annex.objects.visible_to(request.user)
        .filter(edition=edition)
        .order_by("position"),
    }
    return render(request, "specs/edition_detail.html", context)


@access(Permission.EDITION_VIEW)
def clause_detail(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """One clause: text as printed, why it is there, when it may go, its law and its items."""
    edition = _edition(request, pk)
    clause = Clause.objects.visible_to(request.user).get_or_404(edition=edition, key=key)
    laws = LegalReference.objects.visible_to(request.user).filter(
        edition=edition, key__in=[basis["key"] for basis in clause.legal_basis]
    )
    by_key = {law.key: law for law in laws}
    printed = PrintedEdition.of(edition)
    context = {
        "edition": edition,
        "clause": clause,
        "label": printed.labels[clause.key],
        "text": printed.article_html(clause.key),
        "laws": [
            (by_key[basis["key"]], basis["note"])
            for basis in clause.legal_basis
            if basis["key"] in by_key
        ],
        "items": clause.check_items.order_by("position"),
    }
    return render(request, "specs/clause_detail.html", context)


def _edition(request: StaffRequest, pk: int) -> Edition:
    editions = Edition.objects.visible_to(request.user).select_related(
        "specification", "municipality"
    )
    return editions.get_or_404(pk=pk)
