from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "kevread.finance"
    label = "finance"
    verbose_name = "Financements"
