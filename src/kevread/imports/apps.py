from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "kevread.imports"
    label = "imports"
    verbose_name = "Fichiers qui entrent"
