"""Two who import at once, somebody who writes meanwhile, and a preview that stops nobody: each on its own connection."""

from collections.abc import Callable
from contextlib import contextmanager
from threading import Event, Thread, current_thread

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from kevread.base.picture import one_picture
from kevread.common.actor import SYSTEM
from kevread.common.periods import Period
from kevread.directory.models import Organisation, Person
from kevread.directory.operations import register_organisation, register_person
from kevread.imports import operations
from kevread.imports.models import Import
from kevread.imports.operations import committing
from kevread.imports.operations.writing import write_rows
from kevread.imports.queries import progress_of
from kevread.journal.models import Act
from tests import databases
from tests.arrange import NOW, TODAY
from tests.clients import entered_as
from tests.seats.scene import Scene
from tests.seats.test_two_windows import at_once

from .conftest import brought, grid, head, tried

HEADER = "nom|prénom|adresse électronique"
ANNE, YANN = ("Martin", "Anne", "anne@exemple.fr"), ("Le Goff", "Yann", "yann@exemple.fr")


def names() -> list[str]:
    return sorted(str(one) for one in Person.objects.filter(email__endswith="@exemple.fr"))


def test_the_same_file_by_two_at_once_is_written_once(committed):
    file = grid("Personnes", HEADER, ANNE, YANN)
    both = at_once(lambda: brought(file, sha256="a" * 64), lambda: brought(file, sha256="a" * 64))
    assert [one.committed for one in both] == [True, True] and both[0].made == both[1].made
    assert Import.objects.count() == 1 and names() == ["Anne Martin", "Yann Le Goff"]


def test_two_files_that_say_the_same_people_in_another_order_wait_for_each_other(committed):
    """Without one after the other, each would hold the address that the other asks for: a deadlock."""
    files = (grid("Personnes", HEADER, ANNE, YANN), grid("Personnes", HEADER, YANN, ANNE))
    for _ in range(3):
        both = at_once(*(lambda file=file: brought(file) for file in files))
        assert all(one.committed and one.is_clean for one in both)
    assert sorted(one.written.count("new") for one in both) == [0, 0]
    assert names() == ["Anne Martin", "Yann Le Goff"]


@contextmanager
def meanwhile(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]):
    """`work`, in another window, stopped once all its rows are written and before it gives anything back."""
    written, go, real = Event(), Event(), committing.write_rows

    def stopping(*asked, **more):
        done = real(*asked, **more)
        if current_thread() is window:
            written.set()
            go.wait(timeout=30)
        return done

    def one() -> None:
        try:
            work()
        finally:
            connection.close()

    monkeypatch.setattr(committing, "write_rows", stopping)
    window = Thread(target=one)
    window.start()
    try:
        assert written.wait(timeout=60)
        yield
    finally:
        go.set()
        window.join(timeout=60)


def impatient(verb: Callable[[], object]) -> object:
    """Somebody who does not wait for a lock."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
        return verb()


def test_a_rehearsal_holds_the_rows_that_it_tries_and_nothing_else(committed, monkeypatch):
    new = ("identifiant|nom", "le-lavoir", "Le Lavoir")
    files = grid("Personnes", HEADER, ANNE), grid("Organisations", new[0], new[1:])
    who = {"actor": SYSTEM, "within": head(), "now": NOW}
    with meanwhile(monkeypatch, lambda: tried(*files)):
        impatient(lambda: register_person(given_name="Yann", family_name="Le Goff", email=YANN[2], **who))
        impatient(lambda: register_organisation(name="Ti Liv", period=Period(TODAY), **who))
        assert impatient(lambda: brought(grid("Personnes", HEADER, ("Cohen", "Zoë", "")))).committed
        with connection.cursor() as cursor:  # nothing that would stop a reader, nor a writer of other rows
            cursor.execute("SELECT DISTINCT mode FROM pg_locks WHERE locktype = 'relation' AND granted")
            held = {mode for (mode,) in cursor.fetchall()}
        assert held <= {"AccessShareLock", "RowShareLock", "RowExclusiveLock"}
        with pytest.raises(OperationalError, match="lock timeout"):
            impatient(lambda: register_person(given_name="Anne", family_name="Martin", email=ANNE[2], **who))
    assert names() == ["Yann Le Goff"] and not Organisation.objects.filter(slug="le-lavoir").exists()
    register_person(given_name="Anne", family_name="Martin", email=ANNE[2], **who)


def test_an_import_stops_no_other_writer(committed, monkeypatch):
    who = {"actor": SYSTEM, "within": head(), "now": NOW}
    with meanwhile(monkeypatch, lambda: brought(grid("Personnes", HEADER, ANNE))):
        impatient(lambda: register_person(given_name="Yann", family_name="Le Goff", email=YANN[2], **who))
        with pytest.raises(OperationalError, match="lock timeout"):
            impatient(lambda: brought(grid("Personnes", HEADER, ("Cohen", "Zoë", ""))))
    assert names() == ["Anne Martin", "Yann Le Goff"]


def test_a_preview_reads_at_one_moment_and_may_neither_write_nor_lock(committed, settings, monkeypatch):
    scene = Scene(committed, committed.groupings[0], *committed.locals[committed.groupings[0]])
    coordination = Person.objects.get(pk=scene.coordination.person)
    made = operations.deposit(
        data="nom;prénom\nMartin;Anne\n".encode(), name="p.csv", actor=scene.coordination, within=head(), now=NOW
    )
    seen = []

    def read(*asked, **more):
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")
            seen.append(cursor.fetchone()[0])
        return planned(*asked, **more)

    planned = operations.planned
    monkeypatch.setattr(operations, "planned", read)
    page = entered_as(coordination, settings).get(reverse("imports:one", args=[head().slug, made.pk]))
    assert page.status_code == 200 and seen == ["on"]
    before = Act.objects.count()
    with one_picture():
        operations.planned(operations.file_of(made), NOW)
    assert Act.objects.count() == before


def test_how_far_a_writing_is_is_seen_from_elsewhere_and_goes_with_it(committed, monkeypatch):
    file = grid("Personnes", HEADER, *((f"Nom{n}", f"Prénom{n}", f"p{n}@exemple.fr") for n in range(45)))
    seen = []

    def watched(*asked, **more):
        real = more["done_of"]

        def tell(done, whole):
            real(done, whole)
            if done in (20, 45):
                with psycopg.connect(url(), autocommit=True) as other:
                    said = (
                        "SELECT application_name FROM pg_stat_activity WHERE starts_with(application_name, 'import:')"
                    )
                    seen.append(other.execute(said).fetchone()[0].rpartition(":")[2])
                if done == 20:  # PostgreSQL shows a transaction one picture of the others: asked once here
                    assert progress_of(kept) == (done, whole)

        return write_rows(*asked, **more | {"done_of": tell})

    kept = operations.deposit(data=b"nom;pr\xc3\xa9nom\nA;B\n", name="p.csv", within=head(), actor=SYSTEM, now=NOW)
    monkeypatch.setattr(committing, "write_rows", watched)
    assert progress_of(kept) is None
    assert brought(file, deposit=kept).committed
    assert seen == ["20/45", "45/45"] and progress_of(kept) is None


def url() -> str:
    return databases.url_of(databases.prefixed("committed"))
