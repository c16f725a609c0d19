from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "kevread.privacy"
    label = "privacy"
    verbose_name = "Vie privée"
