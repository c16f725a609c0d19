from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "kevread.agreements"
    label = "agreements"
    verbose_name = "Conventions"
