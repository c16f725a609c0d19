from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "kevread.mail"
    label = "mail"
    verbose_name = "Courriels"
