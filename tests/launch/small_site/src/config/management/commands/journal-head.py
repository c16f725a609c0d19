from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Nothing is noted of this journal out of its database."""

    def add_arguments(self, parser):
        parser.add_argument("--begin")

    def handle(self, **options):
        self.stdout.write("rien n’est encore noté")
