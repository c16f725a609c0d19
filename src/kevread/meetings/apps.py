from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kevread.meetings"
    label = "meetings"
    verbose_name = "Réunions"
