"""言葉の決まり on the screen: the municipality's own rules, beside those that come with the product."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.http import StaffRequest
from accounts.permissions import Permission
from accounts.submitting import submitted
from specs.actions import add_wording_rule, switch_wording_rule
from specs.forms import WordingRuleForm
from specs.models import WordingRule
from specs.text.lint.rules.dated import shipped


@access(Permission.EDITION_VIEW)
def wording_list(request: StaffRequest) -> HttpResponse:
    """Own rules, and the shipped ones with what they say."""
    context = {
        "rules": WordingRule.objects.visible_to(request.user).order_by("-is_active", "words"),
        "shipped": shipped(),
        "may_edit": request.user.may(Permission.EDITION_EDIT),
        "breadcrumb": [(reverse("specs:edition-list"), "特記仕様書"), ("", "言葉の決まり")],
    }
    return render(request, "specs/wording_list.html", context)


@access(Permission.EDITION_EDIT)
def wording_create(request: StaffRequest) -> HttpResponse:
    """Add a rule."""
    form = WordingRuleForm(request.POST or None)
    if form.is_valid():
        said = f"「{form.cleaned_data['words']}」の決まりを加えました。次の点検から使います。"
        if submitted(request, form, add_wording_rule, said, **form.cleaned_data):
            return redirect("specs:wording-list")
    here = "言葉の決まりを加える"
    context = {
        "form": form,
        "here": here,
        "back_url": reverse("specs:wording-list"),
        "breadcrumb": [
            (reverse("specs:edition-list"), "特記仕様書"),
            (reverse("specs:wording-list"), "言葉の決まり"),
            ("", here),
        ],
    }
    return render(request, "form_page.html", context, status=422 if form.errors else 200)


@access(Permission.EDITION_EDIT)
@require_POST
def wording_switch(request: StaffRequest, pk: int) -> HttpResponse:
    """Use a rule again, or no longer."""
    rule = WordingRule.objects.visible_to(request.user).get_or_404(pk=pk)
    active = request.POST.get("active") == "yes"
    switch_wording_rule(rule.pk, active=active, by=request.user, at=timezone.now())
    word = "使います" if active else "使いません"
    messages.success(request, f"「{rule.words}」の決まりを、次の点検から{word}。")
    return redirect("specs:wording-list")
