from django.core.management.base import BaseCommand

from config.models import Word


class Command(BaseCommand):
    """Say the words, and add those given."""

    def add_arguments(self, parser):
        parser.add_argument("words", nargs="*")

    def handle(self, *, words, **options):
        for word in words:
            Word.objects.create(text=word)
        self.stdout.write(" ".join(Word.objects.order_by("id").values_list("text", flat=True)))
