import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    """Whether the last seal is that of the anchor."""

    def add_arguments(self, parser):
        parser.add_argument("--anchor")
        parser.add_argument("--format")

    def handle(self, *, anchor, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT encode(head, 'hex') FROM journal_seal ORDER BY number DESC LIMIT 1")
            head = f"sha256:{cursor.fetchone()[0]}"
        same = json.loads(Path(anchor).read_text())["head"] == head
        self.stdout.write(json.dumps({"ok": same, "faults": [] if same else [{"seal": 1, "kind": "anchor"}]}))
        sys.exit(0 if same else 1)
