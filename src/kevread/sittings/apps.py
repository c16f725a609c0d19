from django.apps import AppConfig


class SittingsConfig(AppConfig):
    name = "kevread.sittings"
    label = "sittings"
    verbose_name = "Séances"
