"""The accounts app: who is who, and who may see and do what."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """自治体・課・職員・役割."""

    name = "accounts"
    verbose_name = "職員・役割"
