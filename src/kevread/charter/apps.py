from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CharterConfig(AppConfig):
    name = "kevread.charter"
    label = "charter"
    verbose_name = "Cadre commun"

    def ready(self) -> None:
        """Each room's `facts.py` registers what the charter may ask of it."""
        autodiscover_modules("facts")
