"""Signing in and out, and one's own password: Django's own views under our templates."""

from django.contrib.auth import views
from django.urls import path, reverse_lazy

from accounts.access import access
from accounts.permissions import Permission

own_account = access(Permission.OWN_ACCOUNT)

urlpatterns = [
    path("login/", views.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", own_account(views.LogoutView.as_view()), name="logout"),
    path(
        "password/",
        own_account(
            views.PasswordChangeView.as_view(success_url=reverse_lazy("password_change_done"))
        ),
        name="password_change",
    ),
    path(
        "password/done/",
        own_account(views.PasswordChangeDoneView.as_view()),
        name="password_change_done",
    ),
]
