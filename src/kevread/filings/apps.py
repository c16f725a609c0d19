from django.apps import AppConfig


class FilingsConfig(AppConfig):
    name = "kevread.filings"
    label = "filings"
    verbose_name = "Formalités"
