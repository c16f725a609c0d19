"""What a stranger gives to be verified costs little, whatever it holds; and what is proven is told as it is."""

import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from time import process_time

import pytest
from django.test import Client

from kevread.common.errors import Refused
from kevread.documents import bounded
from kevread.documents.bounded import verify_apart
from kevread.documents.models import Signature
from kevread.documents.queries.sealed import Known
from kevread.documents.verifying import Found, Report, is_ended, raw_signatures, verify
from tests.documents.test_sealing import ROOT, both, paper, signed  # noqa: F401 — fixtures
from tests.documents.test_verify_document import PDF_OF_NOBODY, given

FOUND = Found(
    "Sig1", "Anne", "ess-35", datetime(2026, 11, 13, 17, 19, tzinfo=timezone(timedelta(hours=1))), "server", True, True,
    "seal", True, "none", 9,
)  # fmt: skip


def of_many(times: int) -> bytes:
    return b"%PDF-1.4\n" + b"/ByteRange [0 1000 9000 1000000]\n" * times + b"\0" * 2_000_000


@pytest.mark.parametrize("times", [61, 20_000])
def test_a_file_that_says_it_is_signed_many_times_is_not_read(times):
    since = process_time()
    assert raw_signatures(of_many(times)) is None
    assert verify(of_many(times), []).verdict == "unreadable"
    assert process_time() - since < 3


def test_room_for_a_signature_is_bounded():
    def with_room(many: int) -> bytes:
        start = b"%PDF-1.4\n/ByteRange [0 100 "
        return (start + b"%d 10]" % (100 + many)).ljust(100, b" ") + b"0" * (many + 10)

    assert raw_signatures(with_room(1 << 17)) == [False]
    assert raw_signatures(with_room((1 << 17) + 1)) is None


def unfolding(size: int) -> bytes:
    """A PDF whose table of objects is in a stream that unfolds to `size`."""
    packed = zlib.compress(b" " * size, 9)
    stream = b"<< /Type /ObjStm /N 1 /First 10 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    body = b"%PDF-1.5\n2 0 obj\n" + stream + packed + b"\nendstream\nendobj\n"
    rows = b"\0\0\0\2\2\0\1\0\2\0" + b"\1" + (9).to_bytes(3, "big") + b"\0"
    table = (
        b"<< /Type /XRef /Size 3 /W [1 3 1] /Root 1 0 R /Length 15 >>\nstream\n" + rows[:15] + b"\nendstream\nendobj\n"
    )
    return body + b"3 0 obj\n" + table + b"startxref\n%d\n%%%%EOF\n" % len(body)


def test_a_file_that_unfolds_is_unreadable_and_costs_the_site_nothing(monkeypatch):
    assert verify_apart(unfolding(60_000_000), [ROOT.der], [ROOT.der], []).verdict == "unreadable"


def test_a_process_that_is_ended_leaves_a_file_unread(monkeypatch, tmp_path):
    """Killed for its memory or its time: no verdict, and never « valid »."""
    killed = tmp_path / "killed.py"
    killed.write_text('import os; print(\'{"verdict": "valid"}\', flush=True); os.kill(os.getpid(), 9)')
    monkeypatch.setattr(bounded, "APART", killed)
    assert verify_apart(b"%PDF", [], [], []) == Report(sha256(b"%PDF").hexdigest(), "unreadable")
    monkeypatch.setattr(bounded, "PATIENCE", 0.3)
    killed.write_text("import time; time.sleep(9)")
    assert verify_apart(b"%PDF", [], [], []).verdict == "unreadable"


def test_memory_is_bounded():
    from subprocess import run
    from sys import executable

    hungry = "import runpy, resource, sys; apart = runpy.run_path(sys.argv[1]); sys.stdin = None\n"
    hungry += "try: apart['main']()\nexcept AttributeError: pass\nbytearray(apart['MEMORY'])"
    ended = run([executable, "-c", hungry, str(bounded.APART)], capture_output=True, text=True, check=False)
    assert "MemoryError" in ended.stderr


def test_few_are_read_at_once(monkeypatch):
    monkeypatch.setattr(bounded, "WAIT", 0.01)
    with bounded.AT_ONCE, bounded.AT_ONCE, pytest.raises(Refused, match="recommencez"):
        verify_apart(b"%PDF", [], [], [])


def test_what_is_read_apart_is_what_is_read_here(both):  # noqa: F811
    known = [ROOT.der], [ROOT.der], []
    assert verify_apart(both, *known) == verify(both, *known)
    assert verify_apart(b"rien", *known) == verify(b"rien", *known)


@pytest.mark.django_db
def test_the_page_answers_of_both():
    assert "Illisible" in given(of_many(500), Client())
    assert "Sans signature" in given(PDF_OF_NOBODY, Client())


@pytest.mark.parametrize(
    "more",
    [
        b"x",
        b"\n",
        b"\n% Le loyer est de 1 euro\n",
        b"\n% Le loyer\n%%EOF\n",
        b"\n9 0 obj\n(MONTANT : 999 999 EUR)\nendobj\n",
        b"\0" * 40,
    ],
)
def test_what_follows_the_last_signature_and_is_no_revision_is_forbidden(both, paper, more):  # noqa: F811
    for content in (both, signed(paper, 1)):
        report = verify(content + more, [ROOT.der], [ROOT.der])
        assert report.verdict == "altered"
        assert {one.later_changes for one in report.signatures} <= {"forbidden"}
        # The same, ended as the file was: read as before by whoever looks from its end.
        table = content[content.rindex(b"startxref") :].strip()
        report = verify(content + more + b"\n" + table + b"\n", [ROOT.der], [ROOT.der])
        assert report.verdict == "altered"
        assert {one.later_changes for one in report.signatures} == {"forbidden"}


@pytest.mark.parametrize(
    ("tail", "table", "is_so"),
    [(b"", 0, True), (b"xref %%EOF\n", 10, True), (b"xref %%EOF\n", 9, False), (b"xref %%EOF\nx", 10, False)],
)
def test_a_file_ends_with_a_revision_that_it_says_is_its_last(tail, table, is_so):
    assert is_ended(b"signed%%EO" + tail, table, 10) is is_so


def test_a_moment_is_told_in_universal_time():
    assert Known(Report("0", "valid")).told(FOUND)["at"] == "2026-11-13T16:19:00Z"
    summer = replace(FOUND, at=datetime(2026, 7, 1, 1, tzinfo=timezone(timedelta(hours=2))))
    assert Known(Report("0", "valid")).told(summer)["at"] == "2026-06-30T23:00:00Z"
    assert (
        Known(Report("0", "valid")).told(replace(FOUND, at=datetime(2026, 7, 1, tzinfo=UTC)))["at"][-9:] == "00:00:00Z"
    )


def test_the_right_is_told_link_by_link():
    chain = [
        {"kind": "delegation", "id": "d", "label": "Direction", "until": None},
        {"kind": "mandate", "id": "m", "label": "Présidence", "until": "2027-06-30"},
    ]
    told = Known(Report("0", "valid"), None, {"Sig1": Signature(chain=chain)}).told(FOUND)
    assert told["authority"] == [{"kind": "delegation", "id": "d"}, {"kind": "mandate", "id": "m"}]
