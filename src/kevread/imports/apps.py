from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ImportsConfig(AppConfig):
    name = "kevread.imports"
    label = "imports"
    verbose_name = "Fichiers qui entrent"

    def ready(self) -> None:
        """Each room's `sheets.py` says what it reads of a file, and what it writes in the workbook."""
        autodiscover_modules("sheets")
