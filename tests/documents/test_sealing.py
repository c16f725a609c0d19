"""A seal in a PDF: each byte is held, each signature says what may follow it, the last one locks the file."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from asn1crypto import x509
from pypdf import PdfReader, PdfWriter

from kevread.documents.authority import Sealer, certified, key_of, named, root, seal_of
from kevread.documents.contracts import as_data
from kevread.documents.framing import frames_of
from kevread.documents.rendering import render
from kevread.documents.sealing import Place, UnsealableError, Words, require_sealable, seal
from kevread.documents.verifying import verify
from tests.documents.papers import EXAMPLES, MADE_AT
from tests.sampling import sampled

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECRET, FEDERATION = "a secret", "bretagne"
ROOT = root(SECRET, FEDERATION)
WORDS = Words("Anne Morvan", "Présidente de séance", "ESS 35", "kevread:0191b3a0-0000-7000-8000-000000000000:ess-35")


@pytest.fixture(scope="module")
def paper():
    return render("minutes", as_data(EXAMPLES["minutes"]), made_at=MADE_AT, number=1, is_signed=True)


def signed(content, times=2, of=None, now=NOW, sealer=None):
    frames = frames_of(content)
    for rank in range(1, times + 1):
        place, by = Place(rank, of or times), sealer or seal_of(SECRET, FEDERATION, now.year)
        content += seal(content, place, WORDS, sealer=by, now=now, frames=frames)
    return content


@pytest.fixture(scope="module")
def both(paper):
    return signed(paper)


def read(content, by=ROOT):
    return verify(content, [by.der], [by.der])


def test_a_signature_adds_and_changes_nothing_before_it(paper, both):
    assert both.startswith(paper)
    assert len(both) - len(paper) < 65_000


def test_two_signatures_are_whole_and_trusted(both):
    report = read(both)
    first, last = report.signatures
    assert (report.verdict, report.places) == ("valid", 2)
    assert (first.field, first.signer, first.slug, first.at) == ("Sig1", "Anne Morvan", "ess-35", NOW)
    assert (first.covers_file, first.later_changes) == (False, "signature")
    assert (last.covers_file, last.later_changes, last.level, last.time) == (True, "none", "seal", "server")


def test_the_properties_and_pages_of_the_paper_are_what_they_were(paper, both):
    before, after = PdfReader(BytesIO(paper)), PdfReader(BytesIO(both))
    assert (before.metadata, len(before.pages)) == (after.metadata, len(after.pages))
    assert (
        before.root_object["/Metadata"].get_object().get_data()
        == after.root_object["/Metadata"].get_object().get_data()
    )


def test_without_frames_the_places_are_out_of_the_page_and_printed_as_the_archive_format_asks(paper):
    content = paper + seal(paper, Place(1, 2), WORDS, sealer=seal_of(SECRET, FEDERATION, 2026), now=NOW)
    fields = PdfReader(BytesIO(content)).root_object["/AcroForm"]["/Fields"]
    for field in (one.get_object() for one in fields):
        left, bottom, right, top = map(float, field["/Rect"])
        assert (right - left, top - bottom) == (0, 0)
        assert left < 0
        assert field["/F"] & 4  # print
        assert not field["/F"] & (1 | 2 | 32)  # invisible, hidden, no view


def test_the_first_certifies_the_last_locks(both):
    fields = [one.get_object() for one in PdfReader(BytesIO(both)).root_object["/AcroForm"]["/Fields"]]
    assert fields[0]["/V"]["/Reference"][0]["/TransformMethod"] == "/DocMDP"
    assert "/Lock" not in fields[0]
    assert fields[1]["/Lock"]["/Action"] == "/All"
    assert "/FieldMDP" in [one["/TransformMethod"] for one in fields[1]["/V"]["/Reference"]]


@pytest.mark.parametrize("times", [1, 2])
def test_one_byte_altered_anywhere_is_seen(paper, times):
    content = signed(paper, times)
    last = content.rindex(b"/Contents <")
    # What the room of the last signature holds of itself is held by the digest of the whole, which is kept.
    places = [*range(0, len(paper), 1 + len(paper) // 15), *range(len(paper), last, 700), len(content) - 8, last + 8300]
    for at in places[:: sampled(1, 4)]:
        other = bytearray(content)
        other[at] ^= 1
        assert read(bytes(other)).verdict == "altered", at


def test_the_room_left_by_a_signature_holds_nothing(both):
    last = both.rindex(b"/Contents <") + 8000
    assert both[last : last + 1] == b"0"
    assert read(both[:last] + b"1" + both[last + 1 :]).verdict == "altered"


def test_a_hidden_signature_is_missed(both):
    """A name of its dictionary that is no longer read hides it from the readers of PDF."""
    at = both.rindex(b"/SubFilter")
    assert read(both[: at + 4] + b"x" + both[at + 5 :]).verdict == "altered"


def test_a_file_that_is_cut_is_not_valid(paper, both):
    assert read(both[: len(paper) // 2]).verdict == "unreadable"
    assert read(both[:-200]).verdict == "altered"  # the first signature is still whole: the file was more than this
    assert read(b"").verdict == "unreadable"
    assert read(b"%PDF-1.7\n" + b"\0" * 300).verdict == "unreadable"


def test_a_page_added_after_signing_is_forbidden(both):
    writer = PdfWriter(BytesIO(both), incremental=True)
    writer.add_blank_page(width=300, height=300)
    out = BytesIO()
    writer.write(out)
    report = read(out.getvalue())
    assert out.getvalue().startswith(both)
    assert report.verdict == "altered"
    assert {one.later_changes for one in report.signatures} == {"forbidden"}
    assert all(one.intact for one in report.signatures)


def test_a_property_added_between_two_signatures_is_forbidden(paper):
    first = signed(paper, 1, of=2)
    writer = PdfWriter(BytesIO(first), incremental=True)
    writer.add_metadata({"/Title": "Un autre titre"})
    out = BytesIO()
    writer.write(out)
    assert read(out.getvalue()).verdict == "altered"


def test_half_the_signatures_is_what_it_is(paper):
    report = read(signed(paper, 1, of=2))
    assert (report.verdict, len(report.signatures), report.places) == ("valid", 1, 2)


def test_a_paper_that_nobody_signed_is_unsigned(paper):
    assert read(paper).verdict == "unsigned"


def test_another_installation_is_not_trusted(both):
    assert read(both, by=root("another secret", FEDERATION)).verdict == "untrusted"


def test_somebody_else_fills_the_place_that_waits(paper):
    first = signed(paper, 1, of=2)
    forged = first + seal(first, Place(2, 2), WORDS, sealer=seal_of("another secret", FEDERATION, 2026), now=NOW)
    report = read(forged)
    assert report.verdict == "untrusted"
    assert [one.trusted for one in report.signatures] == [True, False]


def test_a_certificate_that_ends_between_two_signatures_is_followed_by_the_next(paper):
    later = datetime(2028, 3, 1, tzinfo=UTC)
    assert seal_of(SECRET, FEDERATION, 2026).until < later
    first = signed(paper, 1, of=2)
    content = first + seal(first, Place(2, 2), WORDS, sealer=seal_of(SECRET, FEDERATION, 2028), now=later)
    assert read(content).verdict == "valid"


@pytest.mark.parametrize(("days", "verdict"), [(-1, "valid"), (1, "untrusted")])
def test_a_key_serves_until_its_end(paper, days, verdict):
    sealer = seal_of(SECRET, FEDERATION, 2026)
    assert read(signed(paper, 1, now=sealer.until + timedelta(days=days), sealer=sealer)).verdict == verdict


def test_a_key_seals_nothing_before_its_year(paper):
    sealer = seal_of(SECRET, FEDERATION, 2028)
    assert read(signed(paper, 1, now=NOW, sealer=sealer)).verdict == "untrusted"


@pytest.mark.parametrize(("days", "verdict"), [(-1, "valid"), (1, "untrusted")])
def test_a_certificate_of_before_which_ended_with_its_key_is_still_read(paper, days, verdict):
    """As Kevread made them until decision 291: nothing of them says until when the key seals."""
    year, subject = seal_of(SECRET, FEDERATION, 2026), named(FEDERATION, "Sceau de l’année 2026")
    since, until = NOW - timedelta(days=300), NOW + timedelta(days=60)
    old = certified(subject, year.key, ROOT.certificate.subject, ROOT.key, since, until, issues=False)
    assert old.certificate.serial_number != year.certificate.serial_number
    content = signed(paper, 1, of=2, now=until + timedelta(days=days), sealer=old)
    assert read(content).verdict == verdict
    if verdict == "valid":
        both = content + seal(content, Place(2, 2), WORDS, sealer=year, now=NOW)
        assert read(both).verdict == "valid"


def test_a_certificate_signs_no_other(paper):
    """The seal of a year is no authority."""
    year = seal_of(SECRET, FEDERATION, 2026)
    key = key_of(SECRET, "mine")
    since, until = NOW - timedelta(days=9), NOW + timedelta(days=9)
    mine = certified(named("bretagne", "Moi"), key, year.certificate.subject, year.key, since, until, issues=False)
    assert read(signed(paper, 1, sealer=Sealer(key, mine.certificate))).verdict == "untrusted"


def test_certificates_are_the_same_whenever_they_are_made():
    root.cache_clear()
    seal_of.cache_clear()
    assert (root(SECRET, FEDERATION).der, seal_of(SECRET, FEDERATION, 2026).der) == (
        ROOT.der,
        seal_of(SECRET, FEDERATION, 2026).der,
    )
    keys = {seal_of(SECRET, FEDERATION, year).key_der for year in (2025, 2026, 2027)} | {ROOT.key_der}
    assert len(keys) == 4
    assert x509.Certificate.load(ROOT.der).serial_number > 0


def test_what_takes_no_seal_says_what_would(paper, both):
    writer = PdfWriter(BytesIO(paper))
    writer.encrypt("mot de passe")
    out = BytesIO()
    writer.write(out)
    for content, said in ((out.getvalue(), "mot de passe"), (both, "déjà une signature"), (paper[:5000], "abîmé")):
        with pytest.raises(UnsealableError, match=said):
            require_sealable(content)
