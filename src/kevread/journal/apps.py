from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "kevread.journal"
    label = "journal"
    verbose_name = "Journal"
