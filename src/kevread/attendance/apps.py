from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "kevread.attendance"
    label = "attendance"
    verbose_name = "Présences"
