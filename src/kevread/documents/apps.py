from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "kevread.documents"
    verbose_name = "Documents"
