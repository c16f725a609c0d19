from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "kevread.staff"
    label = "staff"
    verbose_name = "Équipes salariées"
