from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BaseConfig(AppConfig):
    name = "kevread.base"
    label = "base"

    def ready(self) -> None:
        """Each room's `room.py` says what the room brings to the house; its `offers.py` answers what the rooms below
        ask; its `personal.py`, what it holds about people."""
        autodiscover_modules("room", "offers", "personal")
