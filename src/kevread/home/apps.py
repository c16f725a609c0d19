from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "kevread.home"
    label = "home"
