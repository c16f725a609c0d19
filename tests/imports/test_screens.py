"""A file is brought in by its screens: deposited, matched, told, put right, written by the worker; and nobody else sees it."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kevread.common.actor import SYSTEM
from kevread.directory.models import Organisation, Person
from kevread.imports import operations
from kevread.imports.mapping import as_matching
from kevread.imports.models import Deposited, Import
from kevread.journal.models import Act
from tests import jobs
from tests.arrange import NOW, arranging
from tests.clients import entered_as
from tests.factories import OrganisationFactory, PersonFactory

from .files import xlsx

pytestmark = pytest.mark.django_db
PEOPLE = "NOM;Prenom;Courriel;Remarque\nLe Gall;Anne;anne@exemple.fr;rappeler\nCohen;Zoë;zoe@exemple;\n"


@pytest.fixture
def coordination(scene, settings):
    """Who coordinates the network, where the head of network is."""
    client = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    client.scale = scene.world.head.slug
    return client


def at(client, name: str, made: Import | None = None, **more: object) -> str:
    key = {"key": made.pk} if made else {}
    return reverse(f"imports:{name}", kwargs={"scale": client.scale, **key, **more})


def written(client, made: Import):
    """What its page shows is asked to be written, as its button does."""
    shown = re.search(r'name="seen" value="([^"]*)"', client.get(at(client, "one", made)).text)
    return client.post(at(client, "write", made), {"seen": shown[1] if shown else ""})


def deposited(client, content: bytes | str, name: str = "membres.csv") -> Import:
    data = content.encode() if isinstance(content, str) else content
    answer = client.post(at(client, "imports"), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.text
    return Import.objects.order_by("-deposited_at", "-pk")[0]


def told(client, made: Import) -> str:
    answer = client.get(at(client, "one", made))
    assert answer.status_code == 200
    return " ".join(answer.text.replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ").split())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NOM;Prénom;Courriel;Remarque\nLe Gall;Anne;anne@exemple.fr;x\n", "one"),
        (
            "NOM;Petit nom d’usage;Courriel\nLe Gall;Anne;anne@exemple.fr\n",
            "sheet",
        ),  # a column that is needed is missing
        ("NOM;Prénomm;Courriel\nLe Gall;Anne;anne@exemple.fr\n", "sheet"),  # written almost so
    ],
)
def test_what_a_file_surely_says_is_not_asked_and_what_is_not_read_is_told(coordination, text, name):
    answer = coordination.post(at(coordination, "imports"), {"file": SimpleUploadedFile("a.csv", text.encode())})
    made = Import.objects.get()
    more = {"place": 1} if name == "sheet" else {}
    assert answer.url == at(coordination, name, made, **more)
    if name == "one":
        assert "colonne n’est pas lue : « Remarque »." in told(coordination, made)


def test_a_file_is_deposited_matched_told_put_right_and_written(coordination):
    page = coordination.get(at(coordination, "imports")).text
    assert "Quels fichiers" in page and "Classeur à remplir" in page
    made = deposited(coordination, PEOPLE)
    sheet = coordination.get(at(coordination, "sheet", made, place=1)).text
    assert "« Courriel » se dit pour « adresse électronique »" in sheet.replace("\xa0", " ").replace("\u202f", " ")
    asked = {"into": "Personnes", "header": 1, "c0": "nom", "c1": "prénom", "c2": "adresse électronique", "c3": ""}
    done = coordination.post(at(coordination, "sheet", made, place=1), asked)
    assert done.status_code == 302 and done.url == at(coordination, "one", made)
    text = told(coordination, made)
    assert "Rien n’est encore enregistré. 2 lignes lues : 1 nouvelle, 1 en erreur (première : ligne 3, adresse" in text
    assert "Vous pourrez annuler cet import." in text and "Importer les lignes valides" in text
    right = {
        "grid": "",
        "column": "Courriel",
        "into": "adresse électronique",
        "value": "zoe@exemple",
        "meant": "zoe@exemple.fr",
    }
    assert coordination.post(at(coordination, "put_right", made), right).status_code == 302
    assert "2 lignes lues : 2 nouvelles. Vous" in told(coordination, made)
    before = Person.objects.count()
    assert written(coordination, made).status_code == 302
    assert "L’import est en cours" in told(coordination, made) and Person.objects.count() == before
    assert "hx-get" in coordination.get(at(coordination, "state", made)).text
    assert jobs.run() == ["imports.commit"]
    assert coordination.get(at(coordination, "state", made)).headers["HX-Refresh"] == "true"
    assert Person.objects.filter(email="zoe@exemple.fr").exists() and Person.objects.count() == before + 2
    assert "Importé le" in told(coordination, made) and not Deposited.objects.exists()


def test_reading_writes_nothing(coordination):
    made = deposited(coordination, PEOPLE)
    before = Act.objects.count(), Person.objects.count()
    for name, more in (("one", {}), ("sheet", {"place": 1}), ("state", {}), ("abandon", {})):
        coordination.get(at(coordination, name, made, **more))
    assert coordination.post(at(coordination, "rehearsal", made)).status_code == 200
    assert (Act.objects.count(), Person.objects.count()) == before


def test_the_rehearsal_says_what_the_rules_refuse(coordination):
    made = deposited(coordination, PEOPLE)
    page = coordination.post(at(coordination, "rehearsal", made)).text
    assert "Aucune règle ne refuse" in page and "<html" in page
    part = coordination.post(at(coordination, "rehearsal", made), headers={"HX-Request": "true"}).text
    assert "Aucune règle ne refuse" in part and "<html" not in part


def test_another_sheet_or_another_line_of_headers_is_read_again(coordination):
    made = deposited(coordination, "Titre\nNom;Prénom;Mail\nLe Gall;Anne;anne@exemple.fr\n")
    made.refresh_from_db()
    assert made.matching["sheets"][""]["header"] == 2
    again = coordination.post(at(coordination, "sheet", made, place=1), {"into": "Organisations", "header": 2})
    assert again.url == at(coordination, "sheet", made, place=1)
    made.refresh_from_db()
    assert made.matching["sheets"][""]["into"] == "Organisations"
    left = coordination.post(at(coordination, "sheet", made, place=1), {"into": "", "header": 2})
    assert left.url == at(coordination, "one", made)
    assert "Ce tableau est laissé de côté" in told(coordination, made)


def test_two_columns_cannot_fill_one(coordination):
    made = deposited(coordination, PEOPLE)
    asked = {"into": "Personnes", "header": 1, "c0": "nom", "c1": "nom", "c2": "", "c3": ""}
    answer = coordination.post(at(coordination, "sheet", made, place=1), asked)
    assert answer.status_code == 422 and "remplit déjà" in answer.text


def test_what_was_said_of_a_source_is_said_again_of_the_next_file(coordination):
    made = deposited(coordination, PEOPLE)
    asked = {"into": "Personnes", "header": 1, "c0": "nom", "c1": "prénom", "c2": "", "c3": "adresse électronique"}
    coordination.post(at(coordination, "sheet", made, place=1), asked)
    coordination.post(at(coordination, "set_aside", made), {"grid": "", "rows": "2"})
    written(coordination, made)
    jobs.run()
    made.refresh_from_db()
    assert made.state == Import.State.COMMITTED
    again = deposited(coordination, PEOPLE.replace("Cohen", "Kerdraon"))
    assert again.matching["sheets"][""]["columns"]["Remarque"] == "adresse électronique"


def test_a_row_is_set_aside_and_taken_back(coordination):
    made = deposited(coordination, PEOPLE)
    assert coordination.post(at(coordination, "set_aside", made), {"grid": "", "rows": "3"}).status_code == 302
    assert "1 ligne lue : 1 nouvelle. Vous" in told(coordination, made) and "Mises de côté" in told(coordination, made)
    coordination.post(at(coordination, "set_aside", made), {"grid": "", "rows": "3", "geste": "reprendre"})
    assert "1 en erreur" in told(coordination, made)
    assert coordination.post(at(coordination, "set_aside", made), {"grid": "", "rows": "x,²"}).status_code == 422


LAVOIR = "Structure;Ville\nAssociation Le Lavoir;Bégard\nTi Liv;Rennes\n"


@pytest.fixture
def lavoir(scene):
    with arranging():
        return OrganisationFactory(slug="le-lavoir", name="Le Lavoir", locality="Bégard")


def question(made: Import, same: str) -> dict[str, object]:
    return {"grid": "", "row": 2, "word": "le-lavoir", "first": 0, "same": same}


def test_a_duplicate_waits_for_somebody_to_decide(coordination, lavoir):
    made = deposited(coordination, LAVOIR)
    text = told(coordination, made)
    assert "2 lignes lues : 1 nouvelle, 1 doublon possible. Vous" in text and "Vérifier les doublons" in text
    assert "s’écrit comme « Le Lavoir », et toutes deux sont à Bégard." in text
    written(coordination, made)
    jobs.run()
    assert Organisation.objects.filter(name="Ti Liv").exists()
    assert not Organisation.objects.filter(name="Association Le Lavoir").exists()


def test_the_same_is_written_no_second_time(coordination, lavoir):
    made = deposited(coordination, LAVOIR)
    assert coordination.post(at(coordination, "decide", made), question(made, "oui")).status_code == 302
    assert "1 nouvelle, 1 inchangée. Vous" in told(coordination, made)


def test_what_is_not_the_same_is_written_and_asked_no_more(coordination, lavoir):
    made = deposited(coordination, LAVOIR)
    coordination.post(at(coordination, "decide", made), question(made, "non"))
    assert "2 nouvelles. Vous" in told(coordination, made)
    written(coordination, made)
    jobs.run()
    assert Organisation.objects.filter(name="Association Le Lavoir").exists()


def test_the_second_row_that_says_the_same_is_left_out(coordination):
    made = deposited(coordination, "Structure;Ville\nLe Lavoir;Bégard\nLe Lavoire;Bégard\n")
    assert "1 doublon possible" in told(coordination, made)
    asked = {"grid": "", "row": 3, "word": "Le Lavoir", "first": 2, "same": "oui"}
    coordination.post(at(coordination, "decide", made), asked)
    assert "1 ligne lue : 1 nouvelle. Vous" in told(coordination, made)


def test_an_import_is_asked_once_and_a_file_that_is_given_up_is_gone(coordination):
    made = deposited(coordination, PEOPLE)
    written(coordination, made)
    assert written(coordination, made).status_code == 409
    jobs.run()
    other = deposited(coordination, PEOPLE.replace("Gall", "Goff"))
    assert coordination.post(at(coordination, "abandon", other)).status_code == 302
    assert not Deposited.objects.exists() and "On a renoncé" in told(coordination, other)
    assert coordination.post(at(coordination, "abandon", other)).status_code == 409
    assert written(coordination, other).status_code == 409


def test_what_somebody_says_of_the_file_meanwhile_is_told_to_whoever_asked(coordination):
    made = deposited(coordination, PEOPLE)
    seen = re.search(r'name="seen" value="(\w+)"', coordination.get(at(coordination, "one", made)).text)[1]
    coordination.post(at(coordination, "set_aside", made), {"grid": "", "rows": "3"})
    answer = coordination.post(at(coordination, "write", made), {"seen": seen})
    assert answer.status_code == 409 and "depuis que vous l’avez ouvert" in answer.text
    seen = re.search(r'name="seen" value="(\w+)"', answer.text)[1]
    assert coordination.post(at(coordination, "write", made), {"seen": seen}).status_code == 302
    made.refresh_from_db()
    asked = {"actor": SYSTEM, "now": NOW, "matching": as_matching(made.matching)}
    operations.match(made=made, aside={}, **asked)  # another window
    jobs.run()
    made.refresh_from_db()
    assert made.state == Import.State.DEPOSITED
    text = told(coordination, made)
    assert "La dernière demande n’a rien écrit" in text and "l’avait faite le" in text
    assert "et ce qui est dit du fichier a été changé depuis. Relisez ce qui suit, puis importez de nouveau." in text


def test_who_may_no_longer_writes_nothing(coordination, monkeypatch):
    made = deposited(coordination, PEOPLE)
    written(coordination, made)
    from kevread.common.actor import NOBODY
    from kevread.imports.asks import ACTS_AS

    monkeypatch.setattr(ACTS_AS, "answers", [lambda person, on: NOBODY])
    jobs.run()
    made.refresh_from_db()
    assert made.state == Import.State.DEPOSITED and not Person.objects.filter(email="anne@exemple.fr").exists()
    assert "La dernière demande n’a rien écrit" in told(coordination, made)


def test_an_import_is_undone_as_long_as_nothing_rests_on_it(coordination):
    made = deposited(coordination, PEOPLE)
    written(coordination, made)
    jobs.run()
    assert "Annuler cet import" in told(coordination, made)
    assert "Rien n’y repose encore" in coordination.get(at(coordination, "undo", made)).text
    anne = Person.objects.get(email="anne@exemple.fr")
    with arranging():
        Person.objects.filter(pk=anne.pk).update(given_name="Annick")
    kept = coordination.post(at(coordination, "undo", made))
    assert kept.status_code == 409 and "a changé depuis" in kept.text and "Annick" in kept.text
    with arranging():
        Person.objects.filter(pk=anne.pk).update(given_name="Anne")
    assert coordination.post(at(coordination, "undo", made)).status_code == 302
    assert not Person.objects.filter(pk=anne.pk).exists() and "annulé le" in told(coordination, made)
    assert coordination.post(at(coordination, "undo", made)).url == at(coordination, "one", made)


@pytest.mark.parametrize(
    ("name", "more", "method"),
    [
        ("one", {}, "get"), ("sheet", {"place": 1}, "get"), ("rehearsal", {}, "post"), ("put_right", {}, "post"),
        ("set_aside", {}, "post"), ("decide", {}, "post"), ("write", {}, "post"), ("state", {}, "get"), ("abandon", {}, "post"),
        ("undo", {}, "post"),
    ],
)  # fmt: skip
def test_nobody_else_sees_nor_touches_a_file(coordination, readers, name, more, method):
    made = deposited(coordination, PEOPLE)
    where = at(coordination, name, made, **more)
    for client in (readers.hatless, readers.direction, readers.elsewhere):
        answer = getattr(client, method)(where)
        assert answer.status_code == 403 and "Le Gall" not in answer.text
    assert getattr(readers.public, method)(where).status_code == 302
    elsewhere = reverse(
        f"imports:{name}",
        kwargs={"scale": Organisation.objects.filter(scale="grouping")[0].slug, "key": made.pk, **more},
    )
    assert getattr(coordination, method)(elsewhere).status_code == 404
    made.refresh_from_db()
    assert made.state == Import.State.DEPOSITED and not made.aside


@pytest.mark.parametrize("name", ["imports", "blank", "filled"])
def test_nobody_else_comes_to_the_door(coordination, readers, name):
    for client in (readers.hatless, readers.direction, readers.elsewhere):
        assert client.get(at(coordination, name)).status_code == 403
    assert readers.public.get(at(coordination, name)).status_code == 302


def test_a_workbook_to_fill_has_no_row_and_the_filled_one_comes_back_unchanged(coordination):
    for name in ("blank", "filled"):
        answer = coordination.get(at(coordination, name))
        assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    made = deposited(coordination, answer.content, "classeur-rempli.xlsx")
    text = told(coordination, made)
    assert "il n’y a rien à importer" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "vide"), (b"%PDF-1.7", "PDF"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ancien classeur")],
)
def test_a_file_that_is_no_table_is_refused_on_its_field(coordination, content, said):
    answer = coordination.post(at(coordination, "imports"), {"file": SimpleUploadedFile("x.xlsx", content)})
    assert answer.status_code == 422 and said in answer.text and not Import.objects.exists()


def test_a_file_of_three_hundred_megabytes_is_refused_before_it_is_read(coordination, monkeypatch):
    monkeypatch.setattr("kevread.imports.views.bringing.LARGEST", 10)
    answer = coordination.post(at(coordination, "imports"), {"file": SimpleUploadedFile("x.csv", b"x" * 11)})
    assert answer.status_code == 422 and "Mo au plus" in answer.text


HOSTILE = "<script>alert(1)</script>"


def test_whatever_is_typed_is_shown_and_never_run(coordination):
    def fill(book):
        sheet = book.add_worksheet("<b>feuille<b>")
        for place, row in enumerate([["Nom", "Prénom", HOSTILE], [HOSTILE, "=1+1", "\u202ex"], ["a" * 300, "b", "😀"]]):
            for column, text in enumerate(row):
                sheet.write_string(place, column, text)

    made = deposited(coordination, xlsx(fill), f"{HOSTILE}.xlsx")
    for name, more in (("one", {}), ("sheet", {"place": 1}), ("abandon", {})):
        page = coordination.get(at(coordination, name, made, **more)).text
        assert HOSTILE not in page and "<b>feuille" not in page
    assert HOSTILE not in coordination.get(at(coordination, "imports")).text
    assert coordination.post(at(coordination, "rehearsal", made)).status_code == 200


def test_an_address_that_names_nothing_is_not_found(coordination):
    made = deposited(coordination, PEOPLE)
    assert coordination.get(at(coordination, "sheet", made, place=2)).status_code == 404
    assert coordination.get(at(coordination, "sheet", made, place=0)).status_code == 404
    made.pk = uuid4()
    assert coordination.get(at(coordination, "one", made)).status_code == 404


def test_five_hundred_columns_are_one_page(coordination):
    made = deposited(coordination, ";".join(["nom", "prénom", *(f"c{n}" for n in range(498))]) + "\na;b\n")
    assert coordination.get(at(coordination, "sheet", made, place=1)).status_code == 200


def test_people_of_one_name_are_offered_as_one(coordination):
    with arranging():
        PersonFactory(given_name="Anne", family_name="Le Gall", email="anne@ailleurs.fr")
    made = deposited(coordination, PEOPLE)
    assert "avec une autre adresse électronique." in told(coordination, made)


def test_who_sits_is_named_in_two_columns_and_what_the_file_omits_is_said_once(coordination, scene):
    person = scene.administrator_of(scene.first)
    line = f"{person.family_name};{person.given_name};{scene.first.slug}-board;Administrateur;24 novembre 2026"
    made = deposited(coordination, f"Nom;Prénom;Instance;Fonction;Début\n{line}\n", "ca.csv")
    page = coordination.get(at(coordination, "sheet", made, place=1)).text
    assert "Ces deux colonnes disent ensemble « personne »" in page.replace("\xa0", " ").replace("\u202f", " ")
    assert 'name="a0"' in page and "origine" in page
    asked = {"into": "Mandats", "header": 1, "c0": "personne", "c1": "personne", "c2": "instance", "c3": "siège"}
    asked |= {"c4": "premier jour", "v0": "Administrateur·rice", "a0": "Élection"}
    assert coordination.post(at(coordination, "sheet", made, place=1), asked).status_code == 302
    made.refresh_from_db()
    said = made.matching["sheets"][""]
    assert (said["columns"]["Prénom"], said["always"]) == ("personne", {"origine": "Élection"})
    assert said["values"] == {"Fonction": {"Administrateur": "Administrateur·rice"}}
    assert "1 ligne lue" in told(coordination, made)
    again = coordination.get(at(coordination, "sheet", made, place=1)).text
    assert 'value="Élection" selected' in again
