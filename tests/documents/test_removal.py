"""What was kept long enough is erased by a decision, once, whole; what is not stays, and says until when and why."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Gone, Invalid, Refused
from kevread.common.reading import Misread
from kevread.documents import operations, terms
from kevread.documents.files import File
from kevread.documents.models import Content, Document, FileWords, Removal, Version
from kevread.documents.operations import erasing
from kevread.documents.operations.chunks import read_kept, write
from kevread.documents.queries.keeping import AWAITED, CONTESTED, past, term_of
from kevread.documents.queries.sealed import known_by_digest
from kevread.documents.terms import keeping_on
from kevread.journal.models import Act, Change
from kevread.journal.operations import act, seal_journal
from kevread.journal.tables import verify_tables
from kevread.journal.verification import verify
from tests.conftest import NOW, TODAY, arranging
from tests.databases import as_administrator
from tests.documents.conftest import PDF
from tests.documents.test_receive import pdf
from tests.factories import PersonFactory

from .test_circles import LATER, asker, presidents, put, signs  # noqa: F401 — fixtures

pytestmark = pytest.mark.django_db
WHY = "Décision n° 2026-3"
EDGE = date(TODAY.year - 6, TODAY.month, TODAY.day)  # six years to the day: the last that a tax paper is kept


def old(shelf, days: int = 1, **more) -> Document:
    """A tax paper, whose term was over that many days ago."""
    wanted = {"sort": "tax", "dated_on": EDGE - timedelta(days=days), "audience": "organisation"} | more
    return shelf.file(**wanted).document


def erase(shelf, *documents, actor=None, why=WHY, now=NOW):
    return operations.erase_documents(
        actor=actor or shelf.scene.presidency,
        organisation=shelf.scene.grouping,
        documents=[one.pk for one in documents],
        why=why,
        now=now,
    )


def offered(shelf, actor=None, **more) -> dict[str, str]:
    rows = past(shelf.scene.grouping, actor or shelf.scene.presidency, TODAY, **more)
    return {one.term.document.title: one.why for one in rows}


# Until when, and why.


def test_a_file_of_which_nothing_says_the_sort_is_kept_for_good(shelf):
    document = shelf.file("organisation", dated_on=date(1990, 1, 1)).document
    term = term_of(document, TODAY)
    assert (term.keeping, term.until) == (None, None)
    assert "sans limite" in term.said
    assert offered(shelf) == {}
    with pytest.raises(Refused, match="sans limite"):
        erase(shelf, document)


@pytest.mark.parametrize(
    ("sort", "dated", "until"),
    [
        ("tax", date(2020, 2, 29), date(2026, 2, 28)),
        ("sittings", date(2020, 3, 1), date(2025, 3, 1)),
        ("accounts", date(2014, 5, 2), date(2025, 5, 2)),
        ("founding", date(1950, 1, 1), None),
    ],
)
def test_a_term_counts_from_the_day_that_a_file_bears(shelf, sort, dated, until):
    term = term_of(shelf.file(sort=sort, dated_on=dated).document, TODAY)
    assert (term.since, term.until) == (dated, until)
    assert term.keeping.is_to_confirm


def test_a_term_counts_from_the_day_it_was_kept_and_corrected(shelf):
    document = shelf.file("organisation", sort="tax").document
    assert term_of(document, TODAY).since == TODAY
    document = old(shelf, title="Corrigé")
    operations.keep_version(
        actor=shelf.scene.direction, document=document, source=File("b.pdf", PDF + b"2", "application/pdf"),
        corrects="Une page", now=NOW,
    )  # fmt: skip
    assert term_of(document, TODAY).since == TODAY


def test_minutes_are_of_a_sort_by_their_kind(shelf):
    document = shelf.minutes().document
    assert term_of(document, TODAY).keeping.kind == "sittings"


@pytest.mark.parametrize(("days", "is_past"), [(0, False), (1, True)])
def test_the_last_day_of_a_term_is_kept(shelf, days, is_past):
    document = old(shelf, days)
    assert (document.title in offered(shelf)) is is_past
    if is_past:
        erase(shelf, document)
    else:
        with pytest.raises(Refused, match=r"ne s’efface pas encore.*L102 B") as refusal:
            erase(shelf, document)
        assert refusal.value.rule == "L1.16"
    assert Removal.objects.filter(document=document).exists() is is_past


# What goes, and what stays.


def test_the_file_goes_its_words_too_and_the_rest_stays(shelf):
    document = old(shelf)
    version = document.versions.get()
    read_kept()
    (removal,) = erase(shelf, document)
    assert (removal.why, removal.until, removal.erased_on) == (WHY, TODAY - timedelta(days=1), TODAY)
    assert Content.objects.get(pk=version.sha256).file is None
    assert not FileWords.objects.filter(pk=version.sha256).exists()
    assert read_kept() == 0
    kept = Version.objects.get(pk=version.pk)
    assert (kept.sha256, kept.document.title) == (version.sha256, "Rapport")
    assert known_by_digest(version.sha256)[0] == version
    with pytest.raises(Gone, match="Effacé le"):
        _ = Version.objects.get(pk=version.pk).content.intact
    assert "Rapport" not in offered(shelf)


def test_what_a_paper_said_goes_from_the_row_and_from_the_journal(shelf):
    version = shelf.minutes(audience="organisation")
    later = NOW.replace(year=NOW.year + 6)
    said = version.data["points"][0]["title"]
    mentions = Change.objects.filter(table="documents_version", row=version.pk, after__icontains=said)
    assert mentions.exists()
    seal_journal(now=NOW)
    erase(shelf, version.document, now=later)
    assert Version.objects.get(pk=version.pk).data == {}
    assert not mentions.exists()
    seal_journal(now=later)
    assert verify(None)["ok"]
    assert verify_tables(None)["faults"] == []


def test_bytes_that_another_document_is_made_of_stay_with_it(shelf):
    document, other = old(shelf), shelf.file("organisation", title="Autre").document
    erase(shelf, document)
    assert bytes(other.versions.get().content.file) == PDF
    assert verify_tables(None)["faults"] == []


def test_bytes_that_went_come_back_with_a_document_made_of_them_anew(shelf):
    document = old(shelf)
    erase(shelf, document)
    again = shelf.file("organisation")
    assert bytes(Version.objects.get(pk=again.pk).content.file) == PDF
    assert document.removal


def test_what_is_erased_is_erased_once_and_all_or_none(shelf):
    one, two, early = old(shelf), old(shelf, title="Deux"), old(shelf, days=0, title="Trop tôt")
    with pytest.raises(Refused, match="Trop tôt"):
        erase(shelf, one, early)
    assert not Removal.objects.exists()
    assert len(erase(shelf, one, two)) == 2
    with pytest.raises(Refused, match="Effacé le"):
        erase(shelf, one)
    assert Act.objects.filter(verb="documents.erase").count() == 1


def test_killed_midway_nothing_is_erased(shelf, monkeypatch):
    document = old(shelf)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(erasing, "connection", type("Killed", (), {"cursor": killed}))
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        erase(shelf, document)
    assert not Removal.objects.exists()
    assert bytes(document.versions.get().content.file) == PDF


def test_what_is_erased_takes_no_other_version(shelf):
    document = old(shelf)
    erase(shelf, document)
    with pytest.raises(Denied, match="Effacé le"):
        operations.keep_version(
            actor=shelf.scene.direction, document=document, source=File("b.pdf", PDF + b"2", "application/pdf"),
            corrects="x", now=NOW,
        )  # fmt: skip
    about = {"actor": shelf.scene.direction, "about": shelf.scene.grouping, "now": NOW}
    with pytest.raises(Refused, match="Effacé le"), act("documents.keep_version", **about):  # as a room above does
        operations.freeze_version(document, File("b.pdf", PDF + b"2", "application/pdf"), now=NOW, corrects="x")


def test_what_was_being_read_as_it_was_erased_is_not_found_by_it(shelf):
    document = old(shelf)
    erase(shelf, document)
    write(document.versions.get().sha256, ["Ce qu’on y lisait"])
    assert not FileWords.objects.exists()


# Who may, and upon what.


def test_who_does_not_decide_there_erases_nothing(shelf):
    document, scene = old(shelf), shelf.scene
    elsewhere = scene.president_of(scene.world.locals[scene.world.groupings[1]][0])
    reader = scene.actor(f"{scene.grouping.slug}-board", "administrator", represents=scene.first)
    for actor in (elsewhere, reader, scene.coordination):  # who coordinates has rights everywhere, and not this one
        with pytest.raises(Denied, match="effacer ce que"):
            erase(shelf, document, actor=actor)
    with pytest.raises(Denied, match="Une personne en répond"):
        erase(shelf, document, actor=SYSTEM)
    assert not Removal.objects.exists()


def test_what_one_does_not_read_or_is_of_another_is_not_erased(shelf):
    unread = old(shelf, audience="people")
    theirs = old(shelf, organisation=shelf.scene.first, title="Ailleurs", audience="public")
    for document in (unread, theirs):
        with pytest.raises(Refused, match="n’est pas de"):
            erase(shelf, document)
    assert offered(shelf) == {}


def test_a_decision_and_a_document_are_asked(shelf):
    document = old(shelf)
    with pytest.raises(Invalid, match="quelle décision"):
        erase(shelf, document, why="  ")
    with pytest.raises(Invalid, match="300 caractères"):
        erase(shelf, document, why="d" * 301)
    with pytest.raises(Invalid, match="Choisissez"):
        erase(shelf)


# As what it is kept.


def say(shelf, document, sort, dated_on=None, actor=None):
    return operations.say_sort(
        actor=actor or shelf.scene.direction, document=document, sort=sort, dated_on=dated_on, now=NOW
    )


def test_a_file_is_said_of_a_sort_then_kept_longer_and_never_less(shelf):
    document = shelf.file("organisation").document
    assert say(shelf, document, "sittings", date(2020, 1, 1)).sort == "sittings"
    document.refresh_from_db()
    assert say(shelf, document, "accounts", date(2020, 1, 1)).sort == "accounts"
    for sort, dated in (("sittings", date(2020, 1, 1)), ("accounts", date(2019, 12, 31))):
        with pytest.raises(Refused, match=r"jamais moins.*L123-22"):
            say(shelf, document, sort, dated)
    assert say(shelf, document, "founding").sort == "founding"
    with pytest.raises(Refused, match="gardé sans limite"):
        say(shelf, document, "accounts", date(2020, 1, 1))
    with pytest.raises(Refused, match="déjà inscrit"):
        say(shelf, document, "founding")


def test_a_sort_that_no_file_names_a_day_to_come_and_who_may_not(shelf):
    document = shelf.file("organisation").document
    with pytest.raises(Invalid, match="quelle sorte"):
        say(shelf, document, "unknown")
    with pytest.raises(Invalid, match="pas encore venu"):
        say(shelf, document, "tax", TODAY + timedelta(days=1))
    with pytest.raises(Invalid, match="pas encore venu"):
        old(shelf, dated_on=TODAY + timedelta(days=1))
    with pytest.raises(Denied):
        say(shelf, document, "tax", actor=shelf.scene.president_of(shelf.scene.world.groupings[1]))
    with pytest.raises(Refused, match="ne se choisit pas"):
        say(shelf, shelf.minutes(audience="organisation").document, "tax")


# What the files say.

ROW = "- {{kind: tax, label: Reçus, source: Article X, evidence: expert, since: 2018-05-25{}}}\n"


@pytest.fixture
def files(settings, tmp_path):
    law, own = tmp_path / "_law", tmp_path / "ours"
    law.mkdir()
    own.mkdir()
    settings.KEVREAD_LAW, settings.KEVREAD_FEDERATION = law, own
    (law / "keeping.yaml").write_text(ROW.format(", months: 72"))
    return own / "keeping.yaml"


def test_a_federation_keeps_longer(files):
    for more, months in ((", months: 72", 72), (", months: 73", 73), ("", None)):
        terms.read.cache_clear()
        files.write_text(ROW.format(more))
        assert keeping_on(TODAY)["tax"].months == months


@pytest.mark.parametrize(("more", "said"), [(", months: 71", "Article X"), (", months: 0", "un mois au moins")])
def test_a_federation_never_keeps_less(files, more, said):
    files.write_text(ROW.format(more))
    with pytest.raises(Misread, match=said):
        keeping_on(TODAY)


# What PostgreSQL and the check of the tables hold.


def test_bytes_that_no_act_erased_are_told_and_refused(shelf):
    version = shelf.file("organisation")
    for statement in (
        "UPDATE documents_content SET file = NULL",
        "DELETE FROM documents_content",
        "UPDATE documents_version SET name = 'x'",
        "UPDATE documents_version SET data = '{}'",
    ):
        with (
            pytest.raises(DatabaseError, match="ne se vide ni ne se corrige"),
            transaction.atomic(),
            act("documents.keep", actor=shelf.scene.direction, about=shelf.scene.grouping, now=NOW),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert verify_tables(None)["faults"] == []
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE documents_content SET file = NULL WHERE sha256 = %s", [version.sha256])
        cursor.execute("SET session_replication_role = origin")
    faults = verify_tables(None)["faults"]
    assert [(one["table"], one["row"], one["kind"]) for one in faults] == [
        ("documents_content", version.sha256, "differs")
    ]


# What holds a document past its term.


def test_what_waits_for_a_signature_or_is_contested_stays(shelf):
    with arranging():
        signer = PersonFactory()
    source = File("a.pdf", pdf(), "application/pdf")
    awaited = old(shelf, title="À signer", asked=[operations.Asked(signer, "Présidente")], source=source)
    assert offered(shelf) == {"À signer": AWAITED}
    with pytest.raises(Refused, match=AWAITED):
        erase(shelf, awaited)
    contested = old(shelf, title="Contesté")
    direction = shelf.scene.direction
    said = operations.OnPaper(
        organisation=shelf.scene.grouping,
        name="Un Nom",
        quality="Président",
        right="Délibération de 2018",
        signed_on=date(2019, 1, 1),
    )
    row = operations.tell_on_paper(actor=direction, version=contested.versions.get(), said=said, now=NOW)
    assert offered(shelf)["Contesté"] == ""
    operations.deny_on_paper(actor=direction, signature=row, reason="Personne n’a signé cela.", now=NOW)
    assert offered(shelf)["Contesté"] == CONTESTED


def test_a_signature_on_paper_moves_the_term(shelf):
    document = old(shelf)
    said = operations.OnPaper(
        organisation=shelf.scene.grouping,
        name="Un Nom",
        quality="Président",
        right="Délibération de 2018",
        signed_on=date(2022, 1, 1),
    )
    operations.tell_on_paper(actor=shelf.scene.direction, version=document.versions.get(), said=said, now=NOW)
    assert term_of(document, TODAY).since == date(2022, 1, 1)
