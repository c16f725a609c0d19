from django.apps import AppConfig


class SeatsConfig(AppConfig):
    name = "kevread.seats"
    label = "seats"
    verbose_name = "Sièges et mandats"
