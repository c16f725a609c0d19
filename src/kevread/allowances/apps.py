from django.apps import AppConfig


class AllowancesConfig(AppConfig):
    name = "kevread.allowances"
    label = "allowances"
    verbose_name = "Indemnités"
