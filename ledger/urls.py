"""Addresses of the ledger."""

from django.urls import path

from ledger import views

app_name = "ledger"

urlpatterns = [path("", views.event_list, name="event-list")]
