"""No article holds nine words in a row of the founding document, of which nothing is here but shortened digests."""

import re

from django.conf import settings

from kevread.charter.engine import framework
from scripts.nine_words import BITS, KEPT, RUN, copied, digest, read, runs, texts

READING = settings.ROOT / "docs" / "lecture-du-document.md"
INVENTED = "Les chorales du canal se retrouvent au lavoir chaque premier dimanche pour chanter l’été"


def test_no_article_copies_nine_words_in_a_row():
    salt, kept = read()
    assert [run for text in texts() for run in copied(text, salt, kept)] == []


def test_the_reading_tells_each_article_once_in_order_and_copies_nothing():
    """docs/lecture-du-document.md: the 171 articles held against the document, one by one."""
    told = READING.read_text(encoding="utf-8")
    rules = re.findall(r"^- \**(R[0-9.]+)\**(?: —)", told, re.MULTILINE)
    assert rules == [article.rule for article in framework().founding]
    salt, kept = read()
    assert [run for line in told.splitlines() for run in copied(line, salt, kept)] == []


def test_a_copy_is_noticed_whatever_its_marks():
    salt = "essai"
    kept = frozenset(digest(run, salt) for run in runs(INVENTED))
    assert copied(f"Avant. **{INVENTED.upper()}**, après", salt, kept) == list(runs(INVENTED))
    assert copied(INVENTED.replace("’", "' ").replace("canal", "canal<br>"), salt, kept)
    assert not copied(" ".join(INVENTED.split()[: RUN - 1]), salt, kept)


def test_the_document_cannot_be_read_back():
    """The digests are in the order of their values, too short to tell a run from others, and hold no word."""
    _, *lines = KEPT.read_text(encoding="utf-8").split()
    assert lines == sorted(set(lines))
    assert BITS <= 22 and {len(line) for line in lines} == {6}
    assert 1500 < len(lines) < 5000
    assert KEPT.stat().st_size < 20_000
