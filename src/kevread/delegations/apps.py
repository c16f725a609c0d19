from django.apps import AppConfig


class DelegationsConfig(AppConfig):
    name = "kevread.delegations"
    label = "delegations"
    verbose_name = "Délégations"
