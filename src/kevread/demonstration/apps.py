from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "kevread.demonstration"
    label = "demonstration"
    verbose_name = "Démonstration"
