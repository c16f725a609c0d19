from django.apps import AppConfig


class VotesConfig(AppConfig):
    name = "kevread.votes"
    label = "votes"
    verbose_name = "Votes"
