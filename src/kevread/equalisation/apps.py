from django.apps import AppConfig


class EqualisationConfig(AppConfig):
    name = "kevread.equalisation"
    label = "equalisation"
    verbose_name = "Péréquation"
