from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "kevread.directory"
    label = "directory"
    verbose_name = "Annuaire"
