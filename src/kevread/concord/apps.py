from django.apps import AppConfig


class ConcordConfig(AppConfig):
    name = "kevread.concord"
    label = "concord"
    verbose_name = "Textes communs"
