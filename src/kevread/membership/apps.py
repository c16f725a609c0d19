from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "kevread.membership"
    label = "membership"
    verbose_name = "Adhésions"
