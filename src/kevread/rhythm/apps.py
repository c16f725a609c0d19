from django.apps import AppConfig


class RhythmConfig(AppConfig):
    name = "kevread.rhythm"
    label = "rhythm"
    verbose_name = "Rythme"
