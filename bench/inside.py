"""Finding documents by what they say: 100 000 of them, a page of some 120 words each, ten terms from rare to very broad,
one client, as a person who reads one grouping in ten; beside the bare SQL of the same rows, in the same run.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/inside.py [--documents 100000] [--rounds 40]

Without DATABASE_URL it starts a PostgreSQL of its own and removes it at the end; otherwise it needs an empty database.
"""

import argparse
import os
from datetime import date
from typing import Any
from uuid import UUID

from bench.directory import floor, p95, timed
from bench.journal import database, setup

# Invented texts: words of three syllables, some rare, some in half of the pages.
FILL = """
INSERT INTO directory_organisation (id, slug, scale, legal_form, name, siren, siret, rna, locality, reach, period)
SELECT ('01920000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'g-' || n, 'grouping', 'association', 'Groupement ' || n,
    '', '', '', '', '', '[2020-01-01,)' FROM generate_series(1, 10) n;
INSERT INTO documents_content (sha256, file)
SELECT encode(sha256(n::text::bytea), 'hex'), n::text::bytea FROM generate_series(1, {number}) n;
INSERT INTO documents_document (id, organisation_id, kind, title, audience)
SELECT ('01930000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    ('01920000-0000-7000-8000-' || lpad(to_hex(1 + n % 10), 12, '0'))::uuid, 'file', 'Pièce ' || n,
    (ARRAY['organisation', 'organisation', 'people', 'public'])[1 + (n / 7) % 4] FROM generate_series(1, {number}) n;
INSERT INTO documents_version
    (id, document_id, number, sha256, name, media_type, size, template, template_version, corrects, made_at)
SELECT ('01940000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    ('01930000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1, encode(sha256(n::text::bytea), 'hex'), 'piece.pdf',
    'application/pdf', 9, '', '', '', '2026-01-05' FROM generate_series(1, {number}) n;
INSERT INTO documents_filewords (sha256, words) SELECT sha256, '' FROM documents_content;
INSERT INTO documents_chunk (file_id, rank, text)
SELECT encode(sha256(n::text::bytea), 'hex'), 1,
    (SELECT string_agg((ARRAY['ba', 'co', 'di', 'fu', 'ga'])[1 + (hashint4(n * 401 + w) & 1023) % 5]
        || (ARRAY['ter', 'lin', 'cor', 'man', 'ver'])[1 + (hashint4(n * 401 + w + 7) & 1023) % 5]
        || (hashint4(n * 401 + w + 11) & 1023), ' ') FROM generate_series(1, 120) w)
    || CASE WHEN n % 2 = 0 THEN ' la convention du réseau' ELSE '' END
    || CASE WHEN n % 10 = 3 THEN ' les délégué·es' ELSE '' END
    || CASE WHEN n % 100 = 7 THEN ' une péréquation' ELSE '' END
    || CASE WHEN n % 1000 = 9 THEN ' la fanfare' ELSE '' END || ' référence' || n
FROM generate_series(1, {number}) n;
UPDATE documents_filewords f SET words = c.words FROM documents_chunk c WHERE c.file_id = f.sha256
"""
TABLES = (
    "directory_organisation",
    "documents_content",
    "documents_document",
    "documents_version",
    "documents_chunk",
    "documents_filewords",
)
TERMS = (
    "référence77777",
    "fanfares",
    "fanfare convention",
    "perequation",
    "péréquation convention",
    "deleguees",
    "déléguée convention",
    "conventions réseau",
    "réseau",
    "bater77 coman12",
)


def fill(number: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for one in FILL.format(number=number).split(";\n"):
            cursor.execute(one)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"VACUUM ANALYZE {table}")


def reader() -> Any:
    """Somebody who reads what the first grouping keeps for its own."""
    from kevread.common.actor import Actor, Hat

    there = UUID("01920000-0000-7000-8000-000000000001")
    return Actor(UUID(int=1), "Bench", (Hat("bench", there, "Bench", {"read": frozenset({there})}),))


def main() -> None:
    told = argparse.ArgumentParser()
    told.add_argument("--documents", type=int, default=100_000)
    told.add_argument("--rounds", type=int, default=40)
    asked = told.parse_args()
    with database():
        os.environ |= {"KEVREAD_DEMONSTRATION": "1", "KEVREAD_ON": "2026-11-24"}
        setup()
        import django
        from django.core.management import call_command

        django.setup()
        for command in ("migrate", "prepare"):
            call_command(command, verbosity=0)
        from kevread.documents.queries import find_documents

        fill(asked.documents)
        actor, on = reader(), date(2026, 11, 24)
        print(f"load {os.getloadavg()[0]:.1f}; {asked.documents} documents, p95 of {asked.rounds}, in milliseconds\n")
        print(f"| {'term':<26} | shown | ours | bare SQL |\n|---|---|---|---|")
        every: list[float] = []
        for term in TERMS:

            def find(term: str = term) -> Any:
                return find_documents(actor, term, on, 8)

            shown = len(find())
            ours = timed(find, asked.rounds)
            every += ours
            bare = p95(timed(floor(find), asked.rounds))
            print(f"| {term:<26} | {shown} | {p95(ours):.1f} | {bare:.1f} |", flush=True)
        print(f"| {'all ten':<26} | | {p95(every):.1f} | |")


if __name__ == "__main__":
    main()
