"""A demand for signatures says which act it is: kept, read before signing, told in the evidence; not said of those before."""

import json

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from kevread.common.errors import Refused
from kevread.documents import asks
from kevread.documents.asks import ACTS, Committing, acts_on, entitled
from kevread.documents.exports import CIRCLES
from kevread.documents.models import Circle, SignatureAsked
from kevread.documents.operations import replace_signer
from kevread.documents.queries.circles import followed, wanted_of, who_may_sign
from kevread.seats.queries import actor_of
from kevread.seats.queries.committing import presiding
from tests import jobs
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_evidence import address, of
from tests.factories import MandateFactory, PersonFactory, since
from tests.pressing import press
from tests.seats.screens import words
from tests.sittings.test_certify_extract import words_of

from .test_circles import WHY, asker, at, contract, presidents, put, signs  # noqa: F401 — fixtures

pytestmark = pytest.mark.django_db
ACT, NONE = "Signer une convention", "aucun de ceux que la fédération nomme"


def plain(said):
    """With the spaces of a keyboard."""
    return " ".join(said.split())


def of_before(shelf, person, amount=None) -> Circle:
    """As those that were asked before anybody had to say it."""
    version = contract(shelf, f"Ancienne {amount}").versions.get()
    more = {"asked_by": person, "consent": "Oui.", "opened_at": NOW, "amount": amount}
    with arranging():
        circle = Circle.objects.create(version=version, **more)
        SignatureAsked.objects.create(
            version=version, person=person, rank=1, quality="Présidente", organisation=shelf.scene.grouping
        )
    return circle


@pytest.fixture
def treasurer(shelf):
    """Of the grouping: by this seat one spends, and signs no agreement."""
    board = f"{shelf.scene.grouping.slug}-board"
    seat = shelf.scene.world.body(board).seats.get(title="treasurer")
    with arranging():
        person = PersonFactory(email="tresoriere@exemple.org")
        MandateFactory(seat=seat, person=person, period=since())
    return person


def test_it_is_kept_and_told_to_who_signs_before_they_do(shelf, presidents, asker, settings):  # noqa: F811
    (circle,) = put(shelf, presidents, asker, amount=1_200_000)
    assert (circle.act, circle.act_said, circle.judged_for) == ("convention", ACT, "convention")
    jobs.run()
    assert f"(acte : {ACT} ; vous signez comme" in plain(mail.outbox[-1].body)
    mine = entered_as(presidents[0], settings)
    for page in ("a-signer", "a-signer?etape=confirmer"):
        assert f"De quel acte il s’agit, d’après la demande : {ACT}. Montant : 12 000" in plainly(mine, circle, page)
    assert f"Acte : {ACT}. Montant" in plainly(mine, circle, "signatures-demandees")
    column = next(one for one in CIRCLES.columns if one.name == "acte")
    assert [column.read(one) for one in wanted_of(followed([circle]))] == [ACT, ACT]


def plainly(client, circle, page):
    return plain(words(client.get(at(circle, page))))


def test_the_evidence_names_it_on_paper_and_in_json(shelf, presidents, asker, settings):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    signs(presidents[0], circle)
    paper, _ = of(circle)
    assert paper.act == ACT
    assert f"ce droit tenait pour cet acte ({ACT}), d’après" in paper.signatures[0].again
    client = entered_as(presidents[0], settings)
    assert json.loads(client.get(address(circle, "preuve.json")).content)["act"] == ACT
    assert f"d’après la demande : {ACT}" in plain(words_of(client.get(address(circle, "preuve.pdf")).content))


def test_of_a_demand_of_before_it_is_not_said_and_nothing_is_judged_otherwise(shelf, presidents, asker, settings):  # noqa: F811
    circle = of_before(shelf, presidents[0])
    assert circle.judged_for is None
    mine = entered_as(presidents[0], settings)
    assert "d’après la demande : acte non dit." in plainly(mine, circle, "a-signer")
    assert "Acte : non dit." in plainly(mine, circle, "signatures-demandees")
    signs(presidents[0], circle)
    paper, _ = of(circle)
    assert paper.act == "acte non dit"
    assert "ce droit tenait, d’après" in paper.signatures[0].again


def test_postgresql_keeps_no_code_without_its_words(shelf, presidents, asker):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    more = {"asked_by": circle.asked_by, "consent": "Oui.", "opened_at": NOW}
    other = contract(shelf, "Autre").versions.get()
    with pytest.raises(IntegrityError, match="circle_act_is_said"), transaction.atomic(), arranging():
        Circle.objects.create(version=other, act="convention", **more)


def who(shelf, act, amount=None):
    return {one.person for one in entitled([shelf.scene.grouping], amount, TODAY, act)}


def test_a_seat_signs_the_acts_that_it_holds_and_no_other(shelf, presidents, treasurer):  # noqa: F811
    president = presidents[0]
    assert who(shelf, "depense") == {president, treasurer}
    assert who(shelf, "convention") == {president}
    assert who(shelf, "") == {president}  # none of those named
    assert who(shelf, "emprunt") == {president}  # held by no seat: a body decides it, the presidency signs
    assert who(shelf, None) == {president}  # not said
    assert who(shelf, "chanter") == set()  # not known that day


def test_who_holds_two_seats_signs_by_the_one_that_the_federation_names_first(shelf, presidents):  # noqa: F811
    board = shelf.scene.world.body(f"{shelf.scene.grouping.slug}-board")
    with arranging():
        MandateFactory(seat=board.seats.get(title="treasurer"), person=presidents[0], period=since())
    for first, second in (("treasurer", "president"), ("president", "treasurer")):
        act = Committing("x", "X", (f"board/{first}", f"board/{second}"))
        found = [one for one in presiding([shelf.scene.grouping], None, TODAY, act) if one.person == presidents[0]]
        assert [one.quality for one in found] == [board.seats.get(title=one).name for one in (first, second)]


def test_an_act_that_the_federation_knows_no_more_is_signed_by_nobody(shelf, presidents, asker, monkeypatch):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    monkeypatch.setattr(asks, "acts_on", lambda day: {"": asks.NONE_NAMED})
    assert entitled([shelf.scene.grouping], None, TODAY, circle.judged_for) == []
    assert asks.ways_to_ask(shelf.scene.grouping, None, TODAY, circle.judged_for) == ()


def test_those_of_the_federation_come_first_and_none_of_them_last():
    found = list(acts_on(TODAY).values())
    assert [one.code for one in found[:2]] == ["recruter", "licencier"] and found[-1].code == ""
    assert all(isinstance(one, Committing) for told in ACTS for one in told(TODAY))


def test_who_stands_in_may_sign_that_act(shelf, presidents, asker, treasurer, settings):  # noqa: F811
    (circle,) = put(shelf, presidents, asker, ranks=(1, 1))
    asked = circle.version.asked.get(person=presidents[0])
    change = {"asked": asked, "person": treasurer, "reason": WHY, "now": NOW}
    with pytest.raises(Refused, match=f"ne peut pas signer ceci pour .*acte : {ACT} ; montant : aucun"):
        replace_signer(actor=asker, circle=circle, **change)
    assert treasurer not in {one.person for one in who_may_sign(shelf.scene.grouping, TODAY, None, circle.judged_for)}
    (expense,) = put(shelf, presidents, asker, act_code="depense", documents=[contract(shelf, "Devis")], ranks=(1, 1))
    change["asked"] = expense.version.asked.get(person=presidents[0])
    mine = entered_as(presidents[0], settings)
    others = {one: str(treasurer) in words(mine.get(at(one, "signatures-demandees"))) for one in (circle, expense)}
    assert others == {circle: False, expense: True}
    said = {"geste": "remplacer", "qui": change["asked"].pk, "par": treasurer.pk, "motif": WHY}
    assert "signe à la place" in words(press(mine, at(expense, "signatures-demandees"), said, follow=True))
    signs(treasurer, expense)
    (proof,) = of(expense)[0].signatures  # judged again for that act, and for no other
    assert "ce droit tenait pour cet acte (Engager une dépense)" in proof.again


# The screens ----------------------------------------------------------------------------------------------------------


def asking(shelf, *documents, **said):
    """The address of the second page, when all is said."""
    told = {"documents": [str(one.pk) for one in documents], "act": "convention", "engages": "rien"} | said
    pairs = [(name, one) for name, those in told.items() for one in (those if isinstance(those, list) else [those])]
    return f"/{shelf.scene.grouping.slug}/documents/demander-des-signatures", pairs


def offered(page):
    return {(one.person, one.organisation) for one in page.context["form"].people.values()}


def test_one_says_what_it_is_before_one_chooses_who(shelf, presidents, asker, settings, treasurer):  # noqa: F811
    document = contract(shelf)
    mine = entered_as(presidents[0], settings)
    first = mine.get(asking(shelf)[0])
    choices = dict(first.context["form"].fields["act"].choices)
    assert choices["convention"] == ACT and choices["-"] == "Aucun de ceux-là"
    assert "entretiens" not in choices  # no document is signed for it
    for said, why in (
        ({"act": ""}, "Dites de quel acte il s’agit"),
        ({"act": "entretiens"}, "Choisissez un des actes proposés"),
        ({"engages": ""}, "engage un montant, ou aucun"),
        ({"engages": "montant"}, "Indiquez le montant"),
        ({"amount": "12"}, "laissez cette case vide"),
        ({"documents": []}, "au moins un document"),
    ):
        page = mine.get(*asking(shelf, document, **said))
        assert page.status_code == 422 and why in words(page), said
    for said, expected in (({}, False), ({"act": "depense"}, True), ({"act": "-"}, False)):
        page = mine.get(*asking(shelf, document, **said))
        assert ((treasurer, shelf.scene.grouping) in offered(page)) is expected, said
        assert (presidents[0], shelf.scene.grouping) in offered(page), said
    assert "Aucune délégation ne nomme cet acte : seule la présidence le signe" in words(page)
    assert "Kevread ne l’a pas lu" in words(mine.get(*asking(shelf, document, act="emprunt")))


def test_one_asks_follows_and_withdraws_on_the_screens(shelf, presidents, asker, settings):  # noqa: F811
    document = contract(shelf)
    mine = entered_as(presidents[0], settings)
    where, said = asking(shelf, document, engages="montant", amount="12000")
    page = mine.get(where, said)
    assert f"Acte : {ACT}. Ce document engage 12 000 €" in plain(words(page))
    wanted = set(zip(presidents, (shelf.scene.grouping, shelf.scene.second), strict=True))
    assert wanted <= offered(page)
    people = page.context["form"].people
    turns = {name: "1" for name, one in people.items() if (one.person, one.organisation) in wanted}
    there = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    assert "au moins une personne" in words(mine.post(there, {"signataire": "1"}))
    assert "0 sur 2" in words(mine.post(there, turns, follow=True))
    circle = Circle.objects.get()
    assert (circle.amount, circle.act) == (1_200_000, "convention")
    assert "Convention" in words(mine.get(f"/{shelf.scene.grouping.slug}/documents/signatures-demandees"))
    page = at(circle, "signatures-demandees")
    assert "de 10 à 1000" in plain(words(press(mine, page, {"geste": "retirer", "motif": "non"})))
    withdrawn = press(mine, page, {"geste": "retirer", "motif": "Une autre version vient."}, follow=True)
    assert "Demande retirée" in words(withdrawn)
    assert mine.post(there, turns).status_code == 302  # nobody had signed: it is asked again
    assert mine.post(there, turns).status_code == 422  # it waits already


def test_none_of_those_is_kept_in_words(shelf, presidents, asker):  # noqa: F811
    (circle,) = put(shelf, presidents, asker, act_code="")
    assert (circle.act, circle.act_said, circle.judged_for) == ("", NONE, "")
    assert signs(presidents[0], circle).chain[0]["kind"] == "mandate"


def test_who_asks_and_may_not_sign_is_led_to_ask_for_it(shelf, presidents, asker, settings):  # noqa: F811
    document = contract(shelf)
    director = shelf.scene.world.holder(f"{shelf.scene.grouping.slug}-team", "direction").person
    mine = entered_as(director, settings)
    page = mine.get(*asking(shelf, document, engages="montant", amount="500"))
    assert "Vous-même ne pouvez pas signer ceci" in words(page)
    assert "/delegations/demander/convention?montant=50000" in page.text
    assert "Vous-même" not in words(mine.get(*asking(shelf, document, act="emprunt")))  # nobody entrusts it
    assert "Vous-même" not in words(entered_as(presidents[0], settings).get(*asking(shelf, document)))
    with pytest.raises(Refused, match="ne peut pas signer ceci") as told:
        put(shelf, [director, presidents[1]], actor_of(director, TODAY), documents=[document])
    assert [way.screen for way in told.value.ways] == ["ask_delegation"]
    with pytest.raises(Refused) as told:
        put(shelf, [director, presidents[1]], asker, documents=[document])
    assert told.value.ways == ()  # of somebody else, nobody asks
