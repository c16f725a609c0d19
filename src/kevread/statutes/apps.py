from django.apps import AppConfig


class StatutesConfig(AppConfig):
    name = "kevread.statutes"
    label = "statutes"
    verbose_name = "Vie juridique"
