"""A recruitment that is decided leads to its contract, in one gesture; and each reads how their time is shared."""

import pytest
from django.urls import reverse

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Person
from kevread.staff.models import Assignment, Contract
from kevread.staff.operations import Agreed
from kevread.supervision.models import Candidate, Matter
from kevread.supervision.operations import annul, employ
from tests.conftest import NOW, TODAY, arranging
from tests.employed import employed
from tests.factories import PersonFactory
from tests.gatherings.screens import said
from tests.guards.asking import wearing

from .conftest import Two
from .test_screens import at, client_of, page

pytestmark = pytest.mark.django_db
HIRED = {"kind": "cdi", "occupation": "Délégué·e du pays", "agreement": "eclat"}


@pytest.fixture
def decided(two) -> Matter:
    """The pôle wrote, and Awa Le Goff is chosen."""
    matter = two.raised("recrutement")
    two.said(matter, "pole")
    with arranging():
        chosen = Candidate.objects.create(matter=matter, name="Awa Le Goff", received_on=TODAY)
    return two.settled(matter, chosen=chosen)


def hired(two: Two, matter: Matter, **more) -> Contract:
    asked = {
        "actor": two.direction, "person": None, "given_name": "Awa", "family_name": "Le Goff", "period": Period(TODAY, None),
        "agreed": Agreed(80), "hired": HIRED, "now": NOW,
    }  # fmt: skip
    return employ(matter=matter, **asked | more)


def test_whoever_was_chosen_is_entered_hired_and_assigned_at_once(two, decided):
    contract = hired(two, decided)
    assert str(contract.person) == "Awa Le Goff" and contract.employer == two.grouping
    work = Assignment.objects.get(contract=contract)
    assert (work.post, work.local, work.share) == (two.territorial, two.pole, 80)
    assert Matter.objects.get(pk=decided.pk).contract == contract
    with pytest.raises(Refused, match="a déjà son contrat"):
        hired(two, decided)


def test_somebody_of_the_directory_is_hired_as_they_are_and_nothing_is_half_written(two, decided):
    with arranging():
        person = PersonFactory()
    before = Person.objects.count(), Contract.objects.count()
    with pytest.raises(Invalid):
        hired(two, decided, agreed=Agreed(0))
    assert (Person.objects.count(), Contract.objects.count()) == before
    assert hired(two, decided, person=person).person == person


def test_whoever_may_not_enter_people_hires_those_of_the_directory_alone(two, decided):
    here = frozenset({two.grouping.pk})
    with pytest.raises(Denied, match="inscrire une personne"):
        hired(two, decided, actor=wearing({"employ": here, "read": here}))


def test_no_contract_comes_of_what_chose_nobody_or_is_annulled_and_a_mistake_is_written_anew(two, decided):
    open_one = two.raised("recrutement")
    with pytest.raises(Refused, match="n’a retenu personne"):
        hired(two, open_one)
    contract = hired(two, decided)
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(end_reason="mistake")
        Assignment.objects.filter(contract=contract).update(end_reason="mistake")
    assert hired(two, decided, person=contract.person).pk != contract.pk
    annul(actor=two.direction, matter=decided, reason="Inscrit par erreur", now=NOW)
    with arranging():
        Contract.objects.filter(person=contract.person).update(end_reason="mistake")
    with pytest.raises(Refused):
        hired(two, decided, person=contract.person)


def test_what_the_recruitment_says_is_not_typed_again(two, decided, settings):
    us = client_of(two.direction, settings)
    where = at("employ", two.grouping, key=decided.pk)
    assert where in page(us, at("matter", two.grouping, key=decided.pk))
    assert "inscrire le contrat" in page(us, reverse("home:today", args=[two.grouping.slug]))
    form = page(us, where)
    for typed in ('value="Awa Le"', 'value="Goff"', f'value="{two.territorial.name}"', f'value="{TODAY.isoformat()}"'):
        assert typed in form
    typed = {
        "given_name": "Awa", "family_name": "Le Goff", "kind": "cdi", "occupation": "Déléguée", "agreement": "sport",
        "first": TODAY.isoformat(), "share": "100", "signed_on": TODAY.isoformat(),
    }  # fmt: skip
    assert us.post(where, typed | {"share": "0"}).status_code == 422
    assert us.post(where, typed | {"agreement": ""}).status_code == 422
    told = us.post(where, typed, follow=True)
    assert "Le contrat de Awa Le Goff est inscrit" in told.text
    assert Contract.objects.get(person__family_name="Le Goff").agreement == "sport"
    assert "inscrire le contrat" not in page(us, reverse("home:today", args=[two.grouping.slug]))
    assert us.get(where).status_code == 404
    board = client_of(two.board, settings)
    assert board.get(at("employ", two.pole, key=decided.pk)).status_code in (403, 404)
    contract = Contract.objects.get(person__family_name="Le Goff")
    assert str(contract.pk) not in page(board, at("matter", two.pole, key=decided.pk))


def test_what_is_typed_of_a_contract_to_be_signed_here_is_what_is_written(two, decided, settings):
    """No day of signature, nobody who signed: those that the page begins with do not count."""
    us, where = client_of(two.direction, settings), at("employ", two.grouping, key=decided.pk)
    typed = {
        "given_name": "Awa", "family_name": "Le Goff", "kind": "cdd", "motive": "Remplacement", "occupation": "Déléguée",
        "is_replacement": "on", "replaces": "Anna Corre, déléguée, groupe F", "workplace": "1 place des Essais, Vannes",
        "agreement": "sport", "first": TODAY.isoformat(), "last": "2027-03-31", "share": "100",
        "signs_here": "on", "signed_on": TODAY.isoformat(),
    }  # fmt: skip
    assert "Le contrat de Awa Le Goff est inscrit" in us.post(where, typed, follow=True).text
    made = Contract.objects.get(person__family_name="Le Goff")
    assert (made.is_signed_here, made.signed_on, made.signatory) == (True, None, None)
    assert (made.workplace, made.replaces) == ("1 place des Essais, Vannes", "Anna Corre, déléguée, groupe F")


def test_each_reads_how_their_own_time_is_shared(two, settings, scene):
    person = Person.objects.get(pk=scene.direction.person)
    with arranging():
        contract = employed(two.grouping, person, share=80)
        for post, local, share in ((two.territorial, two.pole, 50), (two.shared, None, 40)):
            Assignment.objects.create(post=post, contract=contract, local=local, share=share, period=contract.period)
    told = page(client_of(scene.direction, settings), reverse("staff:mine"))
    assert two.pole.name in told and "90" in told and "dépassent mon contrat" in told
    with arranging():
        Assignment.objects.filter(contract=contract, share=40).update(share=20)
    told = said(client_of(scene.direction, settings).get(reverse("staff:mine")))
    assert "10 % de mon contrat" in told
    other = page(client_of(scene.presidency, settings), reverse("staff:mine"))
    assert "affectés" not in other and "Aucun contrat" in other
