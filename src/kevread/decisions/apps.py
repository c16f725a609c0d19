from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "kevread.decisions"
    label = "decisions"
    verbose_name = "Décisions"
