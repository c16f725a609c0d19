from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "kevread.ledgers"
    label = "ledgers"
    verbose_name = "Comptes et analytique"
