"""A file that comes a second time: what it still has to write is written; what it has nothing to write of is said done."""

from kevread.common.actor import SYSTEM
from kevread.directory.models import Person
from kevread.directory.operations import amend_person
from kevread.imports.models import Import
from kevread.journal.models import Act
from kevread.seats.models import Mandate
from tests.arrange import NOW

from .conftest import brought, grid, told
from .test_flow import LINKS, PEOPLE, PLACES, SEATED

LISTED = {"sha256": "a" * 64}


def test_what_was_left_out_is_written_once_what_it_waited_for_is_there(empty):
    first = brought(PEOPLE, SEATED, valid_rows=True, **LISTED)
    assert first.committed and len(told(first).errors) == 2 and not Mandate.objects.exists()
    brought(PLACES, LINKS)
    again = brought(PEOPLE, SEATED, valid_rows=True, **LISTED)
    assert again.written.counts == {"new": 2, "changed": 0, "unchanged": 2} and again.is_clean
    assert Mandate.objects.count() == 2 and again.made.pk != first.made.pk
    assert brought(PEOPLE, SEATED, valid_rows=True, **LISTED).made == again.made  # nothing is left to write


def test_a_row_that_was_edited_since_is_put_back_as_the_file_says(empty):
    brought(PEOPLE, **LISTED)
    anne = Person.objects.get(family_name="Martin")
    amend_person(person=anne, given_name="Anna", family_name="Martin", email=anne.email, actor=SYSTEM, now=NOW)
    assert brought(PEOPLE, **LISTED).written.counts == {"new": 0, "changed": 1, "unchanged": 1}
    anne.refresh_from_db()
    assert anne.given_name == "Anne"


def test_what_is_still_refused_is_told_and_no_other_import_is_kept(empty):
    """Nothing of it can be written yet: the first import stands, and why the rest is not is said."""
    first = brought(PEOPLE, SEATED, valid_rows=True, **LISTED)
    acts = Act.objects.count()
    again = brought(PEOPLE, SEATED, valid_rows=True, **LISTED)
    assert again.committed and again.made == first.made and told(again).errors == told(first).errors
    assert (Import.objects.count(), Act.objects.count()) == (1, acts)
    whole = brought(PEOPLE, SEATED, **LISTED)
    assert not whole.committed and told(whole).errors == told(first).errors  # whole, or nothing


def test_rows_that_articles_refuse_again_leave_no_import_that_wrote_nothing(empty):
    brought(PLACES, LINKS)
    broken = grid("Mandats", "Instance|Siège|Personne|Premier jour|Origine", *(
        ("ess-deux-board", "Présidence", name, "01/06/2024", "Élection") for name in ("Anne Martin", "Yann Le Goff")
    ))  # fmt: skip
    first = brought(PEOPLE, broken, valid_rows=True, **LISTED)
    assert first.committed and not first.is_clean and Mandate.objects.count() == 1
    again = brought(PEOPLE, broken, valid_rows=True, **LISTED)
    assert again.made == first.made and told(again) == told(first)
    assert Import.objects.filter(state="committed").count() == 2
