from django.core.management.base import BaseCommand


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--courriel", required=True)

    def handle(self, *, courriel, **options):
        self.stdout.write(f"Code de {courriel} : 123 456")
