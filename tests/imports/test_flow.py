"""A file, planned, rehearsed, committed: what is wrong is told where it is, and nothing is half-written."""

import pytest

from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied
from kevread.common.reading import Misread
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.imports.mapping import Matching, SheetMapping, as_matching
from kevread.imports.models import Import
from kevread.imports.operations import commit, rehearse
from kevread.journal.models import Act, Change
from kevread.seats.models import Mandate
from tests.arrange import NOW

from .conftest import brought, file_of, grid, head, told, tried

PEOPLE = grid(
    "Personnes", "nom|prénom|adresse électronique", ("Martin", "Anne", "anne@exemple.fr"), ("Le Goff", "Yann", "")
)
PLACES = grid(
    "Organisations",
    "identifiant|nom|échelle|SIREN|qualités|depuis",
    ("ess-un", "ESS Un", "Groupement", "", "", "01/01/2024"),
    ("ess-deux", "ESS Deux", "Pôle", 732829320.0, "", "2024-01-01"),
    (None, "La Ronde des Sacs", None, None, "partenaire; financeur", None),
)
LINKS = grid(
    "Adhésions", "membre|adhère à|depuis", ("ESS Deux", "ess-un", "01/01/2024"), ("la ronde des sacs", "ess-deux", "")
)
SEATED = grid(
    "Mandats",
    "Instance|Siège|Personne|Premier jour|Dernier jour|Origine",
    ("ess-deux-board", "Présidence", "Anne Martin", "01/06/2024", "30/06/2027", "Élection"),
    ("ess-deux-board", "Trésorerie", "Yann Le Goff", "01/06/2024", "30/06/2027", "élection"),
)
EVERY = (PEOPLE, PLACES, LINKS, SEATED)


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Organisation, Person, Affiliation, Mandate, Import, Act, Change))


def test_a_rehearsal_says_all_and_writes_nothing(empty):
    before = counts()
    outcome = tried(*EVERY)
    assert told(outcome).errors == told(outcome).refused == []
    assert outcome.written.counts == {"new": 9, "changed": 0, "unchanged": 0}
    assert counts() == before


def test_a_commit_writes_all_by_the_verbs_and_names_its_acts(empty):
    outcome = brought(*EVERY)
    made = outcome.made
    assert outcome.committed and made is not None
    ronde = Organisation.objects.get(slug="la-ronde-des-sacs")
    assert sorted(ronde.capacities.values_list("kind", flat=True)) == ["funder", "partner"]
    assert Organisation.objects.get(slug="ess-deux").siren == "732829320"
    seated = Mandate.objects.get(person__family_name="Le Goff")
    assert (seated.seat.title, seated.origin, str(seated.dates.last)) == ("treasurer", "election", "2027-06-30")
    verbs = set(Act.objects.filter(pk__in=made.acts).values_list("verb", flat=True))
    assert {
        "seats.enter_organisation",
        "directory.register_person",
        "seats.enter_mandate",
        "directory.affiliate",
    } <= verbs
    assert made.counts == {"new": 9, "changed": 0, "unchanged": 0, "rows": 9}


def test_twice_is_once_and_the_next_file_shows_only_what_changed(empty):
    first = brought(*EVERY, sha256="a" * 64)
    before = counts()
    again = brought(*EVERY, sha256="a" * 64)
    assert again.made == first.made and counts() == before
    Person.objects.get(family_name="Martin")
    other = grid(
        "Personnes", "nom|prénom|adresse électronique", ("Martin", "Anna", "anne@exemple.fr"), ("Le Goff", "Yann", None)
    )
    outcome = brought(other, sha256="b" * 64)
    assert outcome.written.counts == {"new": 0, "changed": 1, "unchanged": 1}
    assert outcome.plan.rows[0].before == {"prénom": "Anne"}
    assert Person.objects.get(email="anne@exemple.fr").given_name == "Anna"


def test_what_is_wrong_is_told_by_row_and_by_value_and_nothing_is_written(empty):
    before = counts()
    outcome = brought(
        grid(
            "Organisations",
            "nom|échelle|SIREN|depuis|Remarque",
            ("Le Lavoir", "village", "732829321", "32/01/2024", "x"),
            ("Le Four", "village", "", "", ""),
            (None, "", "", "", ""),
        )
    )
    assert not outcome.committed and counts() == before
    wrong = {(row, column): message for _, row, column, message in told(outcome).errors}
    assert "Remarque" in wrong[1, "Remarque"]
    assert "la clé ne correspond pas" in wrong[2, "SIREN"]
    assert "24/11/2026" in wrong[2, "depuis"]
    assert (
        wrong[2, "échelle"]
        == wrong[3, "échelle"]
        == "« village » n’est pas un des choix : Tête de réseau, Groupement, Pôle."
    )
    grouped = {one.column: times for one, times in outcome.plan.by_value()}
    assert grouped["échelle"] == 2
    assert set(outcome.plan.by_row()) == {("Organisations", 1), ("Organisations", 2), ("Organisations", 3)}


def test_a_name_that_is_nowhere_is_told_with_where_to_write_it(empty):
    outcome = tried(PLACES, grid("Adhésions", "membre|adhère à", ("ESS Trois", "ess-un")))
    ((sheet, row, column, message),) = told(outcome).errors
    assert (sheet, row, column) == ("Adhésions", 2, "membre")
    assert message == "« ESS Trois » n’est pas dans Organisations : écrivez son nom comme là, ou ajoutez-y cette ligne."


def test_valid_rows_are_written_without_the_others_and_what_rests_on_these_is_not(empty):
    people = grid(
        "Personnes",
        "nom|prénom|adresse électronique",
        ("Martin", "Anne", "anne@exemple.fr"),
        ("Le Goff", "Yann", "pas une adresse"),
    )
    outcome = brought(people, PLACES, LINKS, SEATED, valid_rows=True)
    assert outcome.committed
    assert {one[:3] for one in told(outcome).errors} == {
        ("Personnes", 3, "adresse électronique"),
        ("Mandats", 3, "Personne".lower()),
    }
    assert Mandate.objects.get().person.family_name == "Martin"


def test_each_row_that_an_article_refuses_is_named_and_the_others_pass(empty):
    """Four people of one pôle on the board of its grouping, where two are admitted (R3.7)."""
    names = ["Anne Bihan", "Yann Cadiou", "Loïc Donval", "Maëlle Ezan"]
    people = grid("Personnes", "nom|prénom", *(tuple(reversed(name.split())) for name in names))
    header = "Instance|Siège|Personne|Au nom de|Premier jour|Origine|Décision"
    what = "Administrateur·rice"
    own = [("ess-deux-board", what, name, "", "01/06/2024", "Élection", "") for name in names]
    theirs = [("ess-un-board", what, name, "ESS Deux", "01/06/2024", "Désignation", "") for name in names]
    seated = grid("Mandats", header, *theirs, *own)
    outcome = tried(people, PLACES, LINKS, seated)
    assert told(outcome).errors == []
    assert [(row, rule) for _, row, rule, _ in told(outcome).refused] == [(4, "R3.7"), (5, "R3.7")]
    assert "au lieu de 2 au plus" in told(outcome).refused[0][3]
    assert outcome.written.count("new") == 4 + 3 + 2 + 6
    outcome = brought(people, PLACES, LINKS, seated, valid_rows=True)
    assert outcome.committed and Mandate.objects.filter(seat__body__slug="ess-un-board").count() == 2
    found = [(*row[:5], "Situation existante constatée", "Lu au registre du pôle.") for row in theirs[2:]]
    assert told(brought(grid("Mandats", header, *found))).refused == []
    assert Mandate.objects.filter(seat__body__slug="ess-un-board").count() == 4


def test_a_mapping_says_what_each_column_means(empty):
    matching = Matching(
        {
            "CA": SheetMapping(
                "Mandats",
                header=3,
                same=("idem",),
                columns={
                    "Pôle": "Instance",
                    "Fonction": "Siège",
                    "Nom Prénom": "Personne",
                    "Depuis": "Premier jour",
                    "Note": None,
                    "D’où": "Origine",
                },
                values={"Pôle": {"Pole deux": "ess-deux-board"}, "Fonction": {"Pdt": "Présidence"}},
            )
        }
    )
    untidy = grid(
        "CA",
        "Conseils 2024",
        (),
        ("Pôle", "Fonction", "Nom Prénom", "Depuis", "Note", "D’où"),
        ("POLE DEUX", "pdt", "Martin Anne", "01/06/2024", "à vérifier", "Élection"),
        ("idem", "Trésorerie", "Yann Le Goff", "idem", "", "idem"),
    )
    outcome = brought(PEOPLE, PLACES, LINKS, untidy, matching=matching)
    assert told(outcome).errors == told(outcome).refused == []
    assert set(Mandate.objects.values_list("seat__title", "person__family_name")) == {
        ("president", "Martin"),
        ("treasurer", "Le Goff"),
    }


def test_the_same_line_twice_in_a_file_is_told(empty):
    outcome = tried(
        grid("Personnes", "nom|prénom|adresse électronique", ("A", "B", "x@exemple.fr"), ("a", "B", "X@exemple.fr"))
    )
    ((_, row, column, message),) = told(outcome).errors
    assert (row, column, message) == (3, "adresse électronique", "Cette ligne dit la même chose que ligne 2.")


def test_two_people_with_one_address_are_told_by_the_name_of_the_other(empty):
    outcome = tried(
        grid("Personnes", "nom|prénom|adresse électronique", ("A", "B", "x@exemple.fr"), ("C", "D", "X@exemple.fr"))
    )
    ((_, row, column, message),) = told(outcome).errors
    assert (row, column) == (3, "adresse électronique")
    assert message.startswith("Ligne 2, « A B » a déjà « x@exemple.fr » : laissez vide l’une des deux cases")


def test_a_fault_on_the_way_leaves_nothing(empty, monkeypatch):
    before = counts()
    monkeypatch.setattr("kevread.imports.operations.committing.note_import", lambda *more, **said: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        brought(*EVERY)
    assert counts() == before


def test_who_may_not_import_imports_nothing(empty):
    for verb in (rehearse, commit):
        with pytest.raises(Denied, match="importer un fichier"):
            verb(file_of(PEOPLE), actor=NOBODY, within=head(), now=NOW)
    assert commit(file_of(PEOPLE), actor=SYSTEM, within=head(), now=NOW).committed


# What one says of a file that says less, or says it in two columns.

LISTED = grid(
    "Liste", "Nom|Prénom|Instance|Fonction|Début", ("Martin", "Anne", "ess-deux-board", "Présidence", "01/06/2024")
)
SAID = {
    "into": "Mandats",
    "columns": {"Nom": "personne", "Prénom": "personne", "Fonction": "siège", "Début": "premier jour"},
    "always": {"origine": "Élection", "dernier jour": "30/06/2027"},
}


def listed(**more: object) -> Matching:
    return as_matching({"sheets": {"Liste": SAID | more}})


def test_two_columns_name_somebody_and_what_the_file_does_not_say_is_said_once(empty):
    outcome = brought(PEOPLE, PLACES, LISTED, matching=listed())
    assert told(outcome).errors == []
    mandate = Mandate.objects.get(person__email="anne@exemple.fr")
    assert (mandate.origin, str(mandate.dates.last)) == ("election", "2027-06-30")


def test_what_the_file_says_is_stronger_than_what_is_said_for_all(empty):
    said = grid("Liste", "Nom|Prénom|Instance|Fonction|Début|Origine", (*LISTED.rows[1], "Cooptation, à ratifier"))
    outcome = tried(PEOPLE, PLACES, said, matching=listed())
    (row,) = [row for row in outcome.plan.rows if row.grid == "Liste"]
    assert row.values["origine"] == "cooptation"


def test_a_whole_name_that_is_misspelt_is_matched_once_under_the_first_of_its_columns(empty):
    typed = grid("Liste", "Nom|Prénom|Instance|Fonction|Début", ("Martain", "Anne", *LISTED.rows[1][2:]))
    wrong = told(tried(PEOPLE, PLACES, typed, matching=listed()))
    assert [(column, "Martain Anne" in message) for _, _, column, message in wrong.errors] == [("personne", True)]
    assert (
        told(tried(PEOPLE, PLACES, typed, matching=listed(values={"Nom": {"Martain Anne": "Anne Martin"}}))).errors
        == []
    )


def test_two_columns_feed_one_only_where_it_names_another_row_and_one_header_twice_never(empty):
    with pytest.raises(Misread, match="deux colonnes"):
        listed(columns={"Nom": "siège", "Prénom": "siège"})
    with pytest.raises(Misread, match="pas une colonne"):
        listed(always={"couleur": "bleu"})
    twice = grid("Liste", "Nom|Nom|Instance|Fonction|Début", ("Anne Martin", "Martin", *LISTED.rows[1][2:]))
    outcome = tried(PEOPLE, PLACES, twice, matching=listed(columns={**SAID["columns"], "Prénom": None}))
    assert ("Liste", 1, "Nom") in [error[:3] for error in told(outcome).errors]


def test_an_intercommunality_from_outside_is_told_with_the_code_that_is_expected(empty):
    """Grand Paris is nobody's here: the row is named, the others are as they would be."""
    land = ("organisation|code|source|certitude", ("ess-deux", "200054781", "Une page", "Documenté"))
    outcome = tried(*EVERY, grid("Territoires", *land))
    (wrong,) = told(outcome).errors
    assert wrong[:3] == ("Territoires", 2, "code") and "« 200054781 » n’est pas dans la géographie chargée" in wrong[3]


def test_a_presidency_by_two_comes_in_with_its_number(empty):
    """Said by the same file, or by one that comes later; without it, the second of the two is refused, and told how."""
    two = grid(
        "Mandats",
        "Instance|Siège|Personne|Premier jour|Origine",
        *(("ess-deux-board", "Présidence", name, "01/06/2024", "Élection") for name in ("Anne Martin", "Yann Le Goff")),
    )
    number = grid(
        "Instances et sièges",
        "organisation|instance|nom de l’instance|nature|siège|mot du siège|places",
        (
            "ess-deux",
            "ess-deux-board",
            "Conseil d’administration",
            "Conseil d’administration",
            "Présidence",
            "president",
            2,
        ),
    )
    without = tried(PEOPLE, PLACES, LINKS, two)
    (refused,) = told(without).refused
    assert "Instances et sièges" in refused[-1]
    together = tried(PEOPLE, PLACES, LINKS, number, two)
    assert told(together).errors == told(together).refused == []
    brought(PEOPLE, PLACES, LINKS)
    assert brought(number).written.counts["changed"] == 1
    outcome = brought(number, two)
    assert told(outcome).errors == told(outcome).refused == [] and outcome.written.counts["unchanged"] == 1
    assert Mandate.objects.filter(seat__body__slug="ess-deux-board", seat__title="president").count() == 2
