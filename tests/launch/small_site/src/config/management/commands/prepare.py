from django.core.management.base import BaseCommand

from config.models import Word


class Command(BaseCommand):
    def handle(self, **options):
        Word.objects.get_or_create(text="prepare")
