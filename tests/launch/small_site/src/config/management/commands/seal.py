from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    """One seal more, of what the words say."""

    def handle(self, **options):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO journal_seal SELECT count(*) + 1, "
                "(SELECT sha256(convert_to(coalesce(string_agg(text, '|' ORDER BY id), ''), 'UTF8')) FROM config_word), now() "
                "FROM journal_seal"
            )
