from django.apps import AppConfig


class CompetenceConfig(AppConfig):
    name = "kevread.competence"
    label = "competence"
    verbose_name = "Qui décide quoi"
