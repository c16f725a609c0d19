from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "kevread.supervision"
    label = "supervision"
    verbose_name = "Deux lignes d’autorité"
