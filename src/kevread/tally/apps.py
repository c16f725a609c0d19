from django.apps import AppConfig


class TallyConfig(AppConfig):
    name = "kevread.tally"
    label = "tally"
    verbose_name = "Décompte"
