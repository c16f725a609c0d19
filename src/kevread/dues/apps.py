from django.apps import AppConfig


class DuesConfig(AppConfig):
    name = "kevread.dues"
    label = "dues"
    verbose_name = "Cotisations"
