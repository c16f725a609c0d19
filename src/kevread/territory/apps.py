from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "kevread.territory"
    label = "territory"
    verbose_name = "Territoire"
