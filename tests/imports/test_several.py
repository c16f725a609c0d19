"""Several files come in together, and are one import; an archive is read file by file, and what it may not hold is told."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kevread.directory.models import Person
from kevread.imports.models import Import
from kevread.imports.reading import several
from kevread.imports.reading.book import read
from kevread.imports.reading.wrong import Unreadable
from tests import jobs
from tests.clients import entered_as
from tests.imports.test_screens import written

from .files import sheet_of, xlsx

PEOPLE = b"NOM;Pr\xe9nom;Courriel\nLe Gall;Anne;anne@exemple.fr\n"
PLACES = "nom,SIREN,lieu\nLe Lavoir,732829320,Bégard\n".encode()


def archive(**files: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as made:
        for name, data in files.items():
            made.writestr(name.replace("_", "."), data)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """The same, whose list of files says that the first is under a password."""
    flags = data.index(b"PK\x01\x02") + 8
    return data[:flags] + b"\x01" + data[flags + 1 :]


def test_each_file_is_read_as_if_it_came_alone_under_its_own_name():
    name, data = several.pack([("contacts.csv", PEOPLE), ("dossier/lieux.csv", PLACES), ("lieux.csv", PLACES)])
    assert name == "3 fichiers : contacts.csv, lieux.csv, 3 lieux.csv"
    book = read(data, name)
    assert [grid.name for grid in book.grids] == ["contacts.csv", "lieux.csv", "3 lieux.csv"]
    assert book.grids[0].rows == read(PEOPLE, "contacts.csv").grids[0].rows
    assert book.grids[1].rows == book.grids[2].rows == read(PLACES, "lieux.csv").grids[0].rows
    assert several.pack([("contacts.csv", PEOPLE)])[1] == several.pack([("contacts.csv", PEOPLE)])[1]


def test_a_sheet_keeps_its_name_unless_another_has_it():
    def two(book):
        for name, word in (("Feuil1", "a"), ("Bureaux", "b")):
            book.add_worksheet(name).write_column(0, 0, ["nom", word])

    first, second = xlsx(two), sheet_of(["nom"], ["c"], name="Feuil1")
    _, data = several.pack([("un.xlsx", first), ("deux.xlsx", second)])
    assert [grid.name for grid in read(data, "").grids] == ["un.xlsx, Feuil1", "Bureaux", "deux.xlsx"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (archive(a_csv=PEOPLE, photo_png=b"\x89PNG"), "« photo.png » n’est pas un tableur"),
        (archive(a_csv=PEOPLE, b_csv=b""), "« b.csv » : Ce fichier est vide"),
        (archive(a_csv=PEOPLE, b_xlsx=archive(c_csv=PEOPLE)), "« b.xlsx » est lui-même une archive"),
        (archive(**{f"f{number}_csv": PEOPLE for number in range(several.MOST + 1)}), "20 à la fois au plus"),
        (archive(photo_png=b"\x89PNG"), "elle n’a aucun tableur"),
        (locked(archive(a_csv=PEOPLE)), "mot de passe"),
        (archive(a_csv=PEOPLE)[:-40], "abîmé"),
        (archive(a_csv=PEOPLE).replace(b"NOM;", b"MON;"), "abîmée"),
    ],
)
def test_what_an_archive_may_not_hold_is_told_with_the_file(data, said):
    with pytest.raises(Unreadable, match=said):
        read(data, "tout.zip")


def test_what_unfolds_beyond_measure_is_not_unfolded(monkeypatch):
    monkeypatch.setattr(several, "LARGEST", 1_000)
    _, data = several.pack([("a.csv", PEOPLE), ("b.csv", b"nom\n" + b"a" * 5_000)])
    with pytest.raises(Unreadable, match="ensemble"):
        read(data, "tout.zip")
    monkeypatch.setattr(several, "LARGEST", 10_000)
    assert len(read(data, "tout.zip").grids) == 2


def test_what_a_mac_adds_is_passed_over():
    out = BytesIO(archive(a_csv=PEOPLE))
    with ZipFile(out, "a") as made:
        made.writestr("__MACOSX/._a.csv", b"x")
        made.writestr(".DS_Store", b"x")
    assert [grid.name for grid in read(out.getvalue(), "").grids] == ["a.csv"]


@pytest.mark.django_db
def test_several_files_are_one_import_written_whole(scene, settings):
    client = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    there = reverse("imports:imports", args=[scene.world.head.slug])
    assert "multiple" in client.get(there).text
    files = [SimpleUploadedFile("contacts.csv", PEOPLE), SimpleUploadedFile("lieux.csv", PLACES)]
    answer = client.post(there, {"file": files})
    made = Import.objects.get()
    assert answer.url == reverse("imports:one", args=[scene.world.head.slug, made.pk]), answer.url
    assert made.name == "2 fichiers : contacts.csv, lieux.csv"
    page = client.get(answer.url).text
    assert "contacts.csv" in page and "lieux.csv" in page
    client.scale = scene.world.head.slug
    written(client, made)
    jobs.run()
    made.refresh_from_db()
    assert made.state == "committed" and made.counts["new"] == 2
    assert Person.objects.filter(email="anne@exemple.fr").exists()


@pytest.mark.django_db
def test_too_many_files_and_none_are_refused(scene, settings):
    client = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    there = reverse("imports:imports", args=[scene.world.head.slug])
    many = [SimpleUploadedFile(f"{number}.csv", PEOPLE) for number in range(several.MOST + 1)]
    assert "20 fichiers à la fois au plus" in client.post(there, {"file": many}).text
    assert "Choisissez un fichier." in client.post(there, {"autre": "champ"}).text
    assert not Import.objects.exists()
