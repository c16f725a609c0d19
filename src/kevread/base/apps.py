from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "kevread.base"
    label = "base"
