"""A federation is prepared from its folder, as often as one likes; then its first secretary signs in."""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kevread.accounts.models import Account
from kevread.accounts.operations import use_console_code
from kevread.charter.models import Setting
from kevread.common.actor import SYSTEM
from kevread.directory.models import Affiliation, Coverage, Organisation, Person
from kevread.journal.models import Act
from kevread.seats.models import Body, Mandate
from kevread.seats.operations import open_organisation
from kevread.seats.queries import actor_of
from kevread.territory.models import Zone
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
WHO = ("--prenom=Anne", "--nom=Martin", "--courriel=Anne@Exemple.fr")


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.fixture
def invented(settings):
    """The invented federation: small, of two scales, without geography."""
    settings.KEVREAD_FEDERATION = ROOT / "federations" / "exemple"


def test_everything_is_there_once_and_the_second_time_writes_nothing(invented):
    run("prepare")
    counts = Organisation.objects.count(), Body.objects.count(), Setting.objects.count(), Act.objects.count()
    assert all(counts)
    run("prepare")
    assert (Organisation.objects.count(), Body.objects.count(), Setting.objects.count(), Act.objects.count()) == counts


BODIES = ("cress-board", "codir", "ess-35-board", "ess-pays-de-vitre-board")


def test_a_real_federation_has_its_head_its_bodies_its_articles_its_map_and_no_other_organisation():
    run("prepare")
    assert list(Organisation.objects.values_list("slug", flat=True)) == ["cress"]
    assert set(Body.objects.filter(slug__in=BODIES).values_list("slug", flat=True)) == {"cress-board", "codir"}
    assert set(Body.objects.values_list("organisation__slug", flat=True)) == {"cress"}
    assert not Coverage.objects.exists()
    assert not Affiliation.objects.exists()
    assert Zone.objects.filter(kind="epci").count() == 61
    assert Setting.objects.filter(name="R3.7.representatives_per_member", value=2).exists()
    assert not Setting.objects.filter(name="R2.4.direct_member_seats").exists()
    assert Act.objects.filter(person=None).count() == Act.objects.count()


def test_the_accounts_of_before_are_taken_note_of_once(invented):
    """Those of which no act told what it left (decision 179)."""
    Account.objects.create_account("avant@exemple.fr")
    for _ in range(2):
        run("prepare")
        assert Act.objects.filter(verb="accounts.take_note").count() == 1


def test_the_demonstration_has_the_whole_network(settings):
    settings.KEVREAD_DEMONSTRATION = True
    run("prepare")
    assert Organisation.objects.at_scale("head", "grouping", "local").count() == 26
    assert Body.objects.filter(slug__in=BODIES).count() == 4


def test_what_was_opened_since_is_left_as_it_is_by_the_next_start():
    run("prepare")
    open_organisation(actor=SYSTEM, slug="ess-35", since=TODAY, source="Statuts déposés", now=NOW)
    counts = Organisation.objects.count(), Body.objects.count(), Act.objects.count()
    run("prepare")
    assert (Organisation.objects.count(), Body.objects.count(), Act.objects.count()) == counts


def test_the_first_secretary_signs_in_with_the_code_once_within_a_day(invented):
    run("prepare")
    said = run("first_secretary", *WHO)
    code = re.search(r"connexion : ([A-Z-]+)\n", said).group(1)
    account = use_console_code(code=code, now=NOW + timedelta(hours=1))
    person = Person.objects.get(account=account)
    assert str(person) == "Anne Martin"
    actor = actor_of(person, TODAY)
    assert actor.has("record_existing")
    assert actor.has("set_setting")
    with pytest.raises(Exception, match="n’ouvre rien"):
        use_console_code(code=code, now=NOW + timedelta(hours=1))


def test_the_first_secretary_again_is_the_same_person_with_another_code(invented):
    run("prepare")
    codes = {run("first_secretary", *WHO) for _ in range(2)}
    assert len(codes) == 2
    assert Person.objects.count() == 1
    assert Mandate.objects.filter(seat__title="coordination").count() == 1


def test_there_is_one_first_secretary(invented):
    run("prepare")
    run("first_secretary", *WHO)
    with pytest.raises(CommandError, match="Anne Martin tient déjà la coordination"):
        run("first_secretary", "--prenom=Yves", "--nom=Le Bris", "--courriel=yves@exemple.fr")


def test_a_federation_that_is_not_prepared_seats_nobody(invented):
    with pytest.raises(CommandError, match="manage prepare"):
        run("first_secretary", *WHO)


def test_an_address_that_is_wrong_is_said(invented):
    run("prepare")
    with pytest.raises(CommandError, match="bonne forme"):
        run("first_secretary", "--prenom=Anne", "--nom=Martin", "--courriel=anne")
    assert not Person.objects.exists()


def test_without_a_name_nor_a_terminal_the_command_says_what_to_type(invented):
    run("prepare")
    with pytest.raises(CommandError, match="--prenom Anne"):
        run("first_secretary")
