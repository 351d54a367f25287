"""Signing in and out, passwords, and the codes of municipalities."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Department, User, validate_municipality_code
from accounts.permissions import ALLOWED, Permission, Role, may, require
from common.errors import Refused
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client, username: str, password: str):
    data = {"username": username, "password": password}
    return client.post(reverse("login"), data)


def test_signing_in_leads_to_the_list_of_engagements(client, cast):
    response = sign_in(client, "business", PASSWORD)
    assert response.status_code == 302
    assert response.url == reverse("workflow:engagement-list")


def test_a_wrong_password_is_refused_with_a_sentence(client, cast):
    response = sign_in(client, "business", "wrong")
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    assert "パスワード" in response.content.decode()


def test_ten_wrong_passwords_lock_the_name(client, cast):
    for _ in range(10):
        sign_in(client, "business", "wrong")
    sign_in(client, "business", PASSWORD)
    assert "_auth_user_id" not in client.session
    sign_in(client, "policy", PASSWORD)
    assert "_auth_user_id" in client.session


def test_signing_out_needs_a_post_and_ends_the_session(client, cast):
    client.force_login(cast.business)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).status_code == 302
    assert client.get(reverse("workflow:engagement-list")).status_code == 302


def test_changing_the_password(client, cast):
    client.force_login(cast.business)
    new = "another long password 3"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("password_change"), data).status_code == 302
    cast.business.refresh_from_db()
    assert cast.business.check_password(new)


def test_a_short_password_is_refused(client, cast):
    client.force_login(cast.business)
    data = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    assert client.post(reverse("password_change"), data).status_code == 200
    cast.business.refresh_from_db()
    assert cast.business.check_password(PASSWORD)


@pytest.mark.parametrize("code", ["132012", "011002", "271004"])
def test_municipality_codes_with_a_right_check_digit(code):
    validate_municipality_code(code)


@pytest.mark.parametrize("code", ["132013", "13201", "13201a", "１３２０１２", ""])
def test_municipality_codes_that_are_wrong(code):
    with pytest.raises(ValidationError):
        validate_municipality_code(code)


def test_a_line_division_user_sees_only_its_department_where_that_is_the_rule(cast):
    departments = Department.objects.visible_to(cast.business)
    assert {d.name for d in departments} == {"税務課", "福祉課", "情報政策課"}
    assert cast.stranger.department not in departments


def test_nobody_without_a_municipality_sees_anything(cast):
    operator = User.objects.create_user("operator", name="運用者")
    assert not Department.objects.visible_to(operator).exists()


def test_business_users_need_a_department(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=cast.business.pk).update(department=None)


def test_every_permission_names_its_roles():
    assert set(ALLOWED) == set(Permission)


def test_auditors_change_nothing(cast):
    reading = {
        Permission.ENGAGEMENT_VIEW,
        Permission.DOCUMENT_VIEW,
        Permission.EDITION_VIEW,
        Permission.LEDGER_VIEW,
        Permission.OWN_ACCOUNT,
    }
    assert {p for p in Permission if may(cast.auditor, p)} == reading
    assert cast.auditor.role == Role.AUDITOR


def test_require_says_what_is_not_allowed(cast):
    with pytest.raises(Refused, match="条項の除外・変更を承認する権限がありません"):
        require(cast.business, Permission.TAILORING_APPROVE)
