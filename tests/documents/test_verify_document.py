"""A signed file proves itself: by command, on the public page, by its digest; and what is kept of it holds the rest."""

import json
from datetime import UTC

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client

from kevread.common.errors import Denied, Invalid, Refused
from kevread.documents.files import File
from kevread.documents.models import Content, Seal
from kevread.documents.operations import Asked, sign_version
from kevread.documents.queries.sealed import authority, known, known_by_digest, sealed_bytes
from kevread.documents.sealing import Place, Words, seal
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.databases import as_administrator
from tests.documents.conftest import PDF
from tests.documents.test_screens import page_of
from tests.documents.test_sealing import seal_of
from tests.documents.test_sign_version import code_sent
from tests.factories import PersonFactory
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
PAGE = "/verifier-un-document/"


@pytest.fixture
def two(shelf):
    with arranging():
        secretary = PersonFactory(email="secretaire@exemple.org")
        chair = shelf.scene.world.holder(f"{shelf.scene.first.slug}-board", "president").person
        chair.email = "presidente@exemple.org"
        chair.save()
    return chair, secretary


@pytest.fixture
def version(shelf, two):
    return shelf.minutes(Asked(two[0], "Présidence"), Asked(two[1], "Secrétariat"), organisation=shelf.scene.first)


def sign(person, version, now=NOW):
    actor = actor_of(person, TODAY)
    return sign_version(actor=actor, version=version, code=code_sent(actor, version, now), now=now)


@pytest.fixture
def signed(version, two):
    for person in two:
        sign(person, version)
    return sealed_bytes(version)


def verify(tmp_path, capsys, content, *more):
    """What the command says, and how it exits."""
    file = tmp_path / "file.pdf"
    file.write_bytes(content)
    code = 0
    try:
        call_command("verify-document", str(file), *more)
    except SystemExit as left:
        code = left.code
    said, wrong = capsys.readouterr()
    return code, json.loads(said) if said else None, json.loads(wrong) if wrong else None


def test_a_file_that_two_people_signed_is_told_to_the_letter(version, signed, two, tmp_path, capsys):
    code, said, _ = verify(tmp_path, capsys, signed)
    first = version.signatures.get(person=two[0])
    at = NOW.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert code == 0
    assert list(said) == ["sha256", "verdict", "document", "version", "signatures"]
    assert (said["verdict"], said["document"], said["version"]) == ("valid", str(version.document_id), 1)
    assert said["signatures"][0] == {
        "field": "Sig1", "signer": str(two[0]), "for": version.document.organisation.slug, "at": at, "time": "server",
        "intact": True, "trusted": True, "level": "seal", "covers_file": False, "later_changes": "signature",
        "authority": [{"kind": "mandate", "id": str(first.mandate)}],
    }  # fmt: skip
    assert (said["signatures"][1]["covers_file"], said["signatures"][1]["authority"]) == (True, [])
    assert said["sha256"] == Seal.objects.get(version=version, rank=2).sha256


@pytest.mark.parametrize(
    ("change", "verdict", "code"),
    [
        (lambda content: content[:20_000] + bytes([content[20_000] ^ 1]) + content[20_001:], "altered", 1),
        (lambda content: content[: len(content) // 3], "unreadable", 2),
        (lambda _: b"nothing", "unreadable", 2),
    ],
)
def test_what_was_done_to_a_file_is_said(signed, tmp_path, capsys, change, verdict, code):
    left, said, wrong = verify(tmp_path, capsys, change(signed))
    assert (left, said["verdict"]) == (code, verdict)
    assert (wrong["error"]["code"] if wrong else None) == ("unreadable" if code == 2 else None)


def test_the_version_before_it_was_signed_is_known_and_unsigned(version, signed, tmp_path, capsys):
    code, said, _ = verify(tmp_path, capsys, version.content.intact)
    assert (code, said["verdict"], said["document"]) == (1, "unsigned", str(version.document_id))


def test_the_authority_is_given_and_another_is_not_believed(signed, tmp_path, capsys):
    ours, theirs = tmp_path / "ours.pem", tmp_path / "theirs.pem"
    ours.write_text(authority().pem)
    theirs.write_text(seal_of("another", "bretagne", 2026).pem)
    assert verify(tmp_path, capsys, signed, "--ca", str(ours))[1]["verdict"] == "valid"
    code, said, _ = verify(tmp_path, capsys, signed, "--ca", str(theirs))
    assert (code, said["verdict"]) == (1, "untrusted")


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_authority_that_is_none_is_refused(signed, tmp_path, capsys, content):
    file = tmp_path / "ca.pem"
    if content:
        file.write_text(content)
    code, said, wrong = verify(tmp_path, capsys, signed, "--ca", str(file))
    assert (code, said, wrong["error"]["at"]) == (2, None, "ca")


def test_a_byte_that_no_signature_holds_is_held_by_what_is_kept(signed):
    """The list of digests that a signature says of itself, before what it signs, is bound by nothing in the file."""
    at = signed.rindex(b"/Contents <") + 11 + 60
    changed = signed[:at] + (b"0" if signed[at : at + 1] != b"0" else b"1") + signed[at + 1 :]
    assert known(changed).report.verdict == "altered"


def test_a_seal_made_with_our_key_and_not_kept_is_not_ours(version, two):
    """Whoever had the secret and no act: the file says that it is of this version, and nothing of it was kept."""
    from django.conf import settings

    from kevread.documents.queries.sealed import federation

    sign(two[0], version)
    content = sealed_bytes(version)
    said = Words("Autre", "Secrétariat", "ESS", f"kevread:{version.pk}:ess-35")
    year = seal_of(settings.SECRET_KEY, federation(), NOW.year)
    assert known(content).report.verdict == "valid"
    assert known(content + seal(content, Place(2, 2), said, sealer=year, now=NOW)).report.verdict == "altered"


def test_a_signature_and_its_seal_are_one(version, two, monkeypatch):
    """Killed midway: what the seal could not add, the signature did not do."""

    def killed(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("kevread.documents.operations.sealing.seal", killed)
    with pytest.raises(KeyboardInterrupt):
        sign(two[0], version)
    assert not version.signatures.exists()
    assert not Seal.objects.exists()
    monkeypatch.undo()
    assert sign(two[0], version).seal.rank == 1


def test_a_seal_that_is_too_heavy_signs_nothing(version, two, monkeypatch):
    monkeypatch.setattr("kevread.documents.operations.sealing.LARGEST", 1_000)
    with pytest.raises(Refused, match="trop lourd"):
        sign(two[0], version)
    assert not version.signatures.exists()
    assert not Seal.objects.exists()


def test_the_twelfth_follows_the_eleventh(shelf):
    with arranging():
        people = [PersonFactory(email=f"p{number}@exemple.org") for number in range(12)]
    version = shelf.minutes(*(Asked(person, "Membre") for person in people))
    for person in people:
        sign(person, version)
    report = known(sealed_bytes(version)).report
    assert (report.verdict, len(report.signatures)) == ("valid", 12)


def test_bytes_that_were_replaced_are_not_handed(version, signed):
    last = Seal.objects.get(version=version, rank=2)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE documents_seal SET sha256 = repeat('0', 64) WHERE id = %s", [last.pk])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    with pytest.raises(Denied, match="n’est plus celui"):
        sealed_bytes(version)


def test_a_file_that_takes_no_seal_is_not_put_to_signature(shelf, two):
    with pytest.raises(Invalid, match="abîmé") as refusal:
        shelf.file(source=File("rapport.pdf", PDF, "application/pdf"), asked=(Asked(two[0], "Présidence"),))
    assert refusal.value.field == "file"


def test_what_a_signature_adds_is_kept_once_as_bytes(version, signed):
    seals = Seal.objects.filter(version=version)
    assert Content.objects.filter(pk__in=seals.values("added")).count() == 2


# The page -------------------------------------------------------------------------------------------------------------


def given(content, client=None):
    file = SimpleUploadedFile("pv.pdf", content, content_type="application/pdf")
    return words((client or Client()).post(PAGE, {"file": file, "digest": ""}))


def test_anybody_checks_a_file_and_reads_an_answer(version, signed, two, readers):
    assert "Vérifier un document" in words(Client().get(PAGE))
    said = given(signed)
    assert "Intact" in said
    assert str(two[0]) in said  # the file says so
    assert version.document.title not in said  # whoever may not read it learns nothing of it that is not in the file
    broken = given(signed[:20_000] + bytes([signed[20_000] ^ 1]) + signed[20_001:])
    assert "Modifié après la signature" in broken
    assert "Intact" not in broken
    assert "Sans signature" in given(PDF_OF_NOBODY)
    assert "Illisible" in given(b"rien")


def test_a_digest_is_enough_for_what_is_kept_here(version, signed):
    for digest, said in (
        (Seal.objects.get(version=version, rank=2).sha256, "Pas un octet"),
        (version.sha256, "ne porte pas de signature"),
        ("0" * 64, "Aucun fichier conservé ici"),
        ("abc", "64 chiffres et lettres"),
        ("", "Choisissez un fichier"),
    ):
        assert said in words(Client().post(PAGE, {"digest": digest})), digest


def test_a_digest_of_a_seal_that_this_installation_did_not_make_is_unknown(version, signed, settings):
    digest = Seal.objects.get(version=version, rank=2).sha256
    assert known_by_digest(digest) == (version, True)
    settings.SECRET_KEY = "another, of fifty letters at least, drawn for this test"
    assert known_by_digest(digest) == (None, False)


def test_the_signed_file_is_handed_to_whoever_may_name_its_signers(version, signed, readers, two):
    client = readers.direction
    answer = client.get(page_of(version, "/1/signe"))
    if answer.status_code == 200:
        assert answer.content == signed
    assert Client().get(page_of(version, "/1/signe")).status_code == 404


def test_the_certificate_is_handed_to_anybody(signed):
    assert Client().get(f"{PAGE}autorite.pem").content.decode() == authority().pem


def pdf_of_nobody(title: str = "") -> bytes:
    from io import BytesIO

    from pypdf import PdfWriter

    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.add_metadata({"/Title": title})
    writer.write(out)
    return out.getvalue()


PDF_OF_NOBODY = pdf_of_nobody()
