from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "kevread.publishing"
    label = "publishing"
