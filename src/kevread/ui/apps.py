from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kevread.ui"
    label = "ui"
