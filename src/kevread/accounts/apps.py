from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kevread.accounts"
    label = "accounts"
    verbose_name = "Comptes"
