"""What one reads in kept files, so that they are found by it."""

from collections.abc import Sequence
from time import monotonic

from django.db import OperationalError, transaction
from django.db.models import Exists, Expression, OuterRef, Value
from psycopg.errors import ProgramLimitExceeded

from kevread.base.french import Together, Words
from kevread.documents.bounded import read_apart
from kevread.documents.models import Chunk, Content, FileWords, Version

AT_A_TIME = 60  # seconds: a fifth of the time, of one core, however much there is to read
AT_ONCE = 90_000  # characters that PostgreSQL cuts into words at once
MOST = 5  # times as many: the words of what follows are not looked for


def unread() -> list[str]:
    """The digests of the files that nobody read yet, the latest kept first."""
    there = FileWords.objects.filter(pk=OuterRef("content"))
    rows = (
        Version.objects.filter(~Exists(there), content__file__isnull=False)
        .order_by("-made_at")
        .values_list("content_id", flat=True)
    )
    return list(dict.fromkeys(rows))


def read_kept(seconds: float = AT_A_TIME) -> int:
    """Read files that nobody read yet, for so long at most; how many were. Each is written by itself, whole: killed midway, it
    is read again. One that cannot be read has no words, and is not tried again."""
    since = monotonic()
    done = 0
    for digest in unread():
        if monotonic() - since > seconds:
            break
        version = Version.objects.filter(content=digest).order_by("made_at")[0]
        if (content := Content.objects.get(pk=digest).file) is None:
            continue  # erased meanwhile
        write(digest, read_apart(bytes(content), version.media_type))
        done += 1
    return done


def write(digest: str, texts: Sequence[str]) -> None:
    """What was read of a file, once; of one that was erased meanwhile, nothing."""
    for pieces in (MOST, 1):
        try:
            with transaction.atomic():
                if not Content.objects.defer("file").filter(pk=digest, file__isnull=False).lock_all():
                    return
                FileWords.objects.bulk_create([FileWords(pk=digest, words=words(texts, pieces))], ignore_conflicts=True)
                rows = [Chunk(file_id=digest, rank=rank, text=text) for rank, text in enumerate(texts, start=1) if text]
                Chunk.objects.bulk_create(rows, ignore_conflicts=True)
            return
        except OperationalError as wrong:
            if pieces == 1 or not isinstance(wrong.__cause__, ProgramLimitExceeded):
                raise  # else more different words than one row may hold


def words(texts: Sequence[str], pieces: int) -> Expression:
    """Those of all its pages together: PostgreSQL cuts at most `AT_ONCE` characters at a time."""
    whole = " ".join(texts)
    parts = [Words(Value(whole[start : start + AT_ONCE])) for start in range(0, max(len(whole), 1), AT_ONCE)]
    return Together(*parts[:pieces])
