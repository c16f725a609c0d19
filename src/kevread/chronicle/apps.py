from django.apps import AppConfig


class ChronicleConfig(AppConfig):
    name = "kevread.chronicle"
    label = "chronicle"
    verbose_name = "Le journal raconté"
