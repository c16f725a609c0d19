from django.apps import AppConfig


class CharterConfig(AppConfig):
    name = "kevread.charter"
    label = "charter"
    verbose_name = "Cadre commun"
