from django.apps import AppConfig


class CareersConfig(AppConfig):
    name = "kevread.careers"
    label = "careers"
    verbose_name = "Compétences et dialogue social"
