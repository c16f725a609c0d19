"""The bytes that are no more."""

from django.db import connection

# Of a document that nobody erased. Each table is named with its schema: this is asked by the check of the tables.
EMPTIED = """
SELECT c.sha256 FROM public.documents_content c WHERE c.file IS NULL AND (NOT EXISTS (
    SELECT FROM public.documents_version v WHERE v.sha256 = c.sha256
) AND NOT EXISTS (SELECT FROM public.documents_seal s WHERE s.added_id = c.sha256) OR EXISTS (
    SELECT FROM public.documents_version v WHERE (v.sha256 = c.sha256
        OR EXISTS (SELECT FROM public.documents_seal s WHERE s.version_id = v.id AND s.added_id = c.sha256))
    AND NOT EXISTS (SELECT FROM public.documents_removal r WHERE r.document_id = v.document_id)
)) ORDER BY 1
"""


def emptied() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(EMPTIED)
        return [digest for (digest,) in cursor]
