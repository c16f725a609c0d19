"""What passes between two structures: written once, answered by the other, settled; a grant onwards needs its clause."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Person
from kevread.finance import operations
from kevread.finance.models import KEEPS, READS, Exchange, Settlement
from kevread.finance.offers import recorded
from kevread.finance.operations.exchanges import Ground, Told
from kevread.finance.queries.exchanges import balances, exchanged
from kevread.seats.queries import actor_of
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.screens import said
from tests.guards.asking import wearing
from tests.guards.of_exchanges import AGREED, settled, told_between
from tests.guards.of_finance import granted
from tests.pressing import press

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CLAUSE = "Article 7 : le groupement peut reverser à ses pôles."


def say(scene, kind="service", payer=None, payee=None, by=None, actor=None, **more):
    payer, payee = payer or scene.first, payee or scene.grouping
    told = Told(**{
        "kind": kind, "payer": payer, "payee": payee, "purpose": "Comptabilité partagée", "cents": 1_200_00,
        "day": TODAY, **more,
    })  # fmt: skip
    return operations.say_exchange(
        actor=actor or scene.direction, organisation=by or scene.grouping, told=told, now=NOW
    )


def agree(scene, one, actor=None, **ground):
    actor = actor or scene.president_of(scene.first)
    return operations.agree_exchange(actor=actor, exchange=one, ground=Ground(**ground), now=NOW)


def person(actor):
    return Person.objects.get(pk=actor.person)


def of(organisation):
    """Somebody who keeps the money of this organisation, and of no other."""
    rights = {KEEPS: frozenset({organisation.pk}), READS: frozenset({organisation.pk})}
    return wearing(rights, held_at=organisation.pk)


def adopted(at, day=TODAY):
    with arranging():
        return decided(f"{at.slug}-board", on=day)


def test_one_record_is_read_by_both_sides_and_by_nobody_else(scene):
    one = say(scene)
    for actor in (scene.direction, scene.president_of(scene.first)):
        assert Exchange.objects.visible_to(actor).get() == one
    assert Exchange.objects.visible_to(of(scene.first)).exists()
    assert not Exchange.objects.visible_to(of(scene.second)).exists()
    assert not Exchange.objects.visible_to(scene.coordination).exists()
    here, there = (exchanged(at, actor, TODAY) for at, actor in (
        (scene.grouping, scene.direction), (scene.first, scene.president_of(scene.first)),
    ))  # fmt: skip
    assert (here[0].pays, here[0].other, here[0].word) == (False, scene.first, f"Attend {scene.first.name}")
    assert (there[0].pays, there[0].other, there[0].word) == (True, scene.grouping, "Attend votre réponse")


def test_the_other_side_agrees_or_says_otherwise_and_may_take_it_back(scene):
    one = say(scene)
    with pytest.raises(Denied):
        agree(scene, one, actor=scene.direction)
    told = operations.contest_exchange(
        actor=scene.president_of(scene.first), exchange=one, answer="Neuf heures, et non douze", cents=900_00, now=NOW
    )
    assert (told.state, told.other_cents) == ("contested", 900_00)
    with pytest.raises(Refused):
        agree(scene, one)
    back = {"actor": scene.president_of(scene.first), "reason": "Nous avions mal compté", "now": NOW}
    assert operations.withdraw_answer(exchange=one, **back).state == "told"
    agreed = agree(scene, one)
    assert (agreed.state, agreed.other_cents, agreed.answer) == ("agreed", None, "")
    with pytest.raises(Refused, match="a dit de même"):
        operations.undo_exchange(actor=scene.direction, exchange=one, reason="Inscrit deux fois", now=NOW)
    operations.withdraw_answer(exchange=one, **back)
    gone = operations.undo_exchange(actor=scene.direction, exchange=one, reason="Inscrit deux fois", now=NOW)
    assert gone.undone_on == TODAY
    with pytest.raises(Refused, match="annulé"):
        agree(scene, one)


def test_a_person_of_both_sides_does_not_say_both(scene):
    one = say(scene)
    with arranging():
        both = scene.world.seated(f"{scene.first.slug}-board", "treasurer", person=person(scene.direction))
    with pytest.raises(Denied, match="une autre personne répond"):
        agree(scene, one, actor=actor_of(both.person, TODAY))
    assert agree(scene, one).state == "agreed"


def test_the_same_is_not_written_twice_by_the_two_sides(scene):
    say(scene)
    with pytest.raises(Invalid) as refusal:
        say(scene, by=scene.first, actor=scene.president_of(scene.first), purpose="COMPTABILITÉ partagée")
    assert refusal.value.field == "other" and Exchange.objects.count() == 1


def test_an_advance_commits_who_pays_by_a_decision_or_an_agreement(scene):
    with pytest.raises(Invalid) as refusal:
        say(scene, "advance", payer=scene.grouping, payee=scene.first)
    assert refusal.value.field == "decision"
    decision = adopted(scene.grouping, TODAY + DAY)
    for told in ({"ground": Ground(decision=decision)}, {"ground": Ground(decision=adopted(scene.first, TODAY))}):
        with pytest.raises(Invalid) as refusal:
            say(scene, "advance", payer=scene.grouping, payee=scene.first, **told)
        assert refusal.value.field == "decision"
    decision = adopted(scene.grouping, TODAY)
    made = say(scene, "advance", payer=scene.grouping, payee=scene.first, ground=Ground(decision=decision))
    assert agree(scene, made).decision == decision


STARTS, ENDS = TODAY - 9 * DAY, TODAY - 3 * DAY


@pytest.mark.parametrize(
    ("stage", "day", "stands"),
    [
        ("talks", ENDS, False), ("signed", STARTS - DAY, False), ("signed", STARTS, True), ("signed", ENDS, True),
        ("signed", ENDS + DAY, False),
    ],
)  # fmt: skip
def test_nothing_rests_on_an_agreement_that_is_not_signed_or_not_in_force_that_day(scene, stage, day, stands):
    head = scene.world.head
    with arranging():
        found = agreed(
            "responsables-conjoints", head, scene.grouping, stage=stage, starts_on=STARTS, ends_on=ENDS,
            **({"signed_on": STARTS - 2 * DAY} if stage == "signed" else {}),
        )  # fmt: skip
    told = {
        "kind": "advance",
        "payer": head,
        "payee": scene.grouping,
        "by": head,
        "actor": scene.coordination,
        "day": day,
    }
    if stands:
        assert say(scene, ground=Ground(agreement=found), **told).agreement == found
    else:
        with pytest.raises(Invalid) as refusal:
            say(scene, ground=Ground(agreement=found), **told)
        assert refusal.value.field == "agreement"


def test_a_form_offers_no_agreement_that_is_prepared(scene, readers):
    with arranging():
        prepared, signed = (
            agreed("responsables-conjoints", scene.world.head, scene.grouping, stage=stage)
            for stage in ("talks", "signed")
        )
    page = readers.direction.get(reverse("finance:say", args=[scene.grouping.slug])).text
    assert str(signed.pk) in page and str(prepared.pk) not in page


def test_who_receives_an_advance_may_write_it_and_who_pays_says_by_what(scene):
    at = {"by": scene.first, "actor": scene.president_of(scene.first), "payer": scene.grouping, "payee": scene.first}
    with pytest.raises(Invalid) as refusal:
        say(scene, "advance", ground=Ground(decision=adopted(scene.grouping, TODAY)), **at)
    assert refusal.value.field == "decision"
    made = say(scene, "advance", **at)
    with pytest.raises(Invalid):
        agree(scene, made, actor=scene.direction)
    decision = adopted(scene.grouping, TODAY)
    assert agree(scene, made, actor=scene.direction, decision=decision).decision == decision
    again = operations.withdraw_answer(actor=scene.direction, exchange=made, reason="Une autre décision", now=NOW)
    assert again.decision is None


def onward(scene, funding, **more):
    decision = adopted(scene.grouping, TODAY)
    told = {"payer": scene.grouping, "payee": scene.first, "ground": Ground(decision=decision, funding=funding), **more}
    return say(scene, "onward", **told)


def test_a_grant_onwards_is_refused_at_the_door_without_its_clause(scene):
    for told in ({"onward": "unsaid"}, {"onward": "refused"}):
        with pytest.raises(Invalid) as refusal:
            onward(scene, granted(scene.grouping, **told))
        assert (refusal.value.field, refusal.value.rule) == ("funding", "L4.6")
    with pytest.raises(Invalid) as refusal:
        onward(scene, None)
    assert (refusal.value.field, refusal.value.rule) == ("funding", "L4.6")
    with pytest.raises(Invalid) as refusal:
        onward(scene, granted(scene.first, onward="allowed", clause=CLAUSE))
    assert refusal.value.field == "funding" and not Exchange.objects.exists()
    with pytest.raises(Invalid) as refusal:
        say(scene, ground=Ground(funding=granted(scene.grouping, onward="allowed", clause=CLAUSE)))
    assert refusal.value.field == "funding"


def test_no_more_is_granted_onwards_than_was_granted(scene):
    whole = granted(scene.grouping, onward="allowed", clause=CLAUSE, cents=2_000_00, notified_on=TODAY)
    with pytest.raises(Invalid) as refusal:
        onward(scene, whole, day=TODAY - DAY)
    assert refusal.value.field in ("day", "decision")
    onward(scene, whole)
    with pytest.raises(Invalid, match="Il reste 800 €") as refusal:
        onward(scene, whole, cents=800_01, purpose="Un autre pôle")
    assert refusal.value.field == "cents"
    onward(scene, whole, cents=800_00, purpose="Un autre pôle")
    with pytest.raises(Refused, match="reversé"):
        operations.undo_funding(actor=scene.direction, funding=whole, reason="Notifié à un autre", now=NOW)


def test_who_is_granted_onwards_may_write_it_and_who_grants_says_of_which_funding(scene):
    at = {"by": scene.first, "actor": scene.president_of(scene.first), "payer": scene.grouping, "payee": scene.first}
    made = say(scene, "onward", **at)
    decision = adopted(scene.grouping, TODAY)
    with pytest.raises(Invalid) as refusal:
        agree(scene, made, actor=scene.direction, decision=decision, funding=granted(scene.grouping))
    assert refusal.value.rule == "L4.6"
    whole = granted(scene.grouping, onward="allowed", clause=CLAUSE, cents=2_000_00, notified_on=TODAY)
    assert agree(scene, made, actor=scene.direction, decision=decision, funding=whole).funding == whole


def test_what_is_settled_is_said_by_whom_it_comes_to_and_never_more(scene):
    one = say(scene)
    asked = {"exchange": one, "day": TODAY, "now": NOW}
    with pytest.raises(Denied):
        operations.settle_exchange(actor=of(scene.first), cents=1, **asked)
    came = operations.settle_exchange(actor=scene.direction, cents=700_00, **asked)
    with pytest.raises(Invalid, match="Il reste 500 €"):
        operations.settle_exchange(actor=scene.direction, cents=500_01, **asked)
    with pytest.raises(Refused, match="déjà reçu"):
        operations.undo_exchange(actor=scene.direction, exchange=one, reason="Inscrit deux fois", now=NOW)
    operations.undo_settlement(actor=scene.direction, settlement=came, reason="Un autre compte", now=NOW)
    operations.settle_exchange(actor=scene.direction, cents=1_200_00, **asked)
    agree(scene, one)
    assert [one.word for one in exchanged(scene.grouping, scene.direction, TODAY)] == ["Réglé"]


def test_an_advance_is_paid_back_to_who_lent(scene):
    lent = told_between(scene.grouping, scene.first, scene.grouping, kind="advance", due_on=TODAY - DAY)
    asked = {"exchange": lent, "cents": 200_00, "day": TODAY, "now": NOW}
    with pytest.raises(Denied):
        operations.settle_exchange(actor=of(scene.first), **asked)
    operations.settle_exchange(actor=scene.direction, **asked)
    decision = adopted(scene.grouping, TODAY - DAY)
    with arranging():
        Exchange.objects.filter(pk=lent.pk).update(decision=decision, **AGREED)
    (there,) = exchanged(scene.first, scene.president_of(scene.first), TODAY)
    assert (there.owes, there.left, there.word) == (True, 1_000_00, "En retard")
    assert balances([there]) == [(scene.grouping, 0, 1_000_00)]
    assert balances(exchanged(scene.grouping, scene.direction, TODAY)) == [(scene.first, 1_000_00, 0)]


def test_accounts_are_told_what_both_say_and_an_advance_both_ways(scene):
    sides = [scene.grouping.pk, scene.first.pk]
    lent = told_between(scene.grouping, scene.first, scene.grouping, kind="advance", purpose="Avance")
    service = told_between(scene.first, scene.grouping, scene.grouping)
    first, last = TODAY - DAY, TODAY

    def told(keys=sides, since=first, until=last):
        return [(one.words, one.payer, one.payee, one.cents) for one in recorded(keys, since, until)]

    assert told() == []
    decision = adopted(scene.grouping, TODAY - DAY)
    with arranging():
        Exchange.objects.filter(pk=lent.pk).update(decision=decision, **AGREED)
        Exchange.objects.filter(pk=service.pk).update(**AGREED)
    settled(lent)
    here, there = scene.grouping.slug, scene.first.slug
    assert sorted(told()) == sorted([
        ("Avance de trésorerie", here, there, 1_200_00),
        ("Service refacturé", there, here, 1_200_00),
        ("Avance rendue", there, here, 500_00),
    ])  # fmt: skip
    assert told(sides[:1]) == [] and told(since=TODAY) == [] and told(until=first - DAY) == []
    with arranging():
        Settlement.objects.update(undone_on=TODAY, undone_because="Une erreur")
        Exchange.objects.filter(pk=service.pk).update(undone_on=TODAY, undone_because="Une erreur")
    assert told() == [("Avance de trésorerie", here, there, 1_200_00)]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "gift"}, "kind"),
        ({"purpose": "  "}, "purpose"),
        ({"cents": 0}, "cents"),
        ({"due_on": date(2020, 1, 1)}, "due_on"),
    ],
)
def test_what_is_said_holds_together(scene, told, field):
    with pytest.raises(Invalid) as refusal:
        say(scene, **told)
    assert refusal.value.field == field


def test_it_passes_between_two_structures_of_the_network(scene):
    for other in (scene.grouping, scene.world.direct_member):
        with pytest.raises(Invalid) as refusal:
            say(scene, payer=other)
        assert refusal.value.field == "other"
    with pytest.raises(Refused, match="d’un côté"):
        say(scene, payer=scene.first, payee=scene.second)


def test_from_one_side_to_the_other_by_the_screens(scene, readers, settings):
    here, there = scene.grouping.slug, scene.first.slug
    pole = entered_as(person(scene.president_of(scene.first)), settings)
    typed = {
        "kind": "staff", "way": "in", "other": scene.first.pk, "purpose": "Un jour par semaine, novembre",
        "cents": "1 200", "day": TODAY.isoformat(),
    }  # fmt: skip
    do = reverse("finance:say", args=[here])
    assert "à confirmer" in said(readers.direction.get(do))
    assert press(readers.direction, do, typed | {"cents": "x"}).status_code == 422
    assert "le lit aussi" in said(press(readers.direction, do, typed, follow=True))
    one = Exchange.objects.get()
    assert (one.payer, one.payee, one.said_by) == (scene.first, scene.grouping, scene.grouping)
    today = said(pole.get(reverse("home:today", args=[there])))
    assert f"Répondre à {scene.grouping.name} : Un jour par semaine, novembre, 1 200 €" in today
    page = said(pole.get(reverse("finance:exchange", args=[there, one.pk])))
    assert "Attend votre réponse" in page and "<dt>TVA et taxe sur les salaires</dt><dd>À confirmer</dd>" in page
    contest = reverse("finance:change_exchange", args=[there, one.pk, "dire-autrement"])
    told = {"answer": "Trois jours seulement", "other_cents": "1 200"}
    assert press(pole, contest, told).status_code == 422
    assert "des deux côtés" in said(press(pole, contest, told | {"other_cents": "900"}, follow=True))
    assert f"{scene.first.name} dit autrement" in said(readers.direction.get(reverse("home:today", args=[here])))
    shown = said(readers.direction.get(reverse("finance:exchanges", args=[here])))
    assert "Trois jours seulement" in shown and "900 €" in shown
    back = reverse("finance:change_exchange", args=[there, one.pk, "reprendre"])
    press(pole, back, {"reason": "Nous avions mal compté"})
    yes = reverse("finance:change_exchange", args=[there, one.pk, "confirmer"])
    assert "Les deux le disent" in said(press(pole, yes, {}, follow=True))
    came = reverse("finance:change_exchange", args=[here, one.pk, "recu"])
    assert 'value="1 200"' in readers.direction.get(came).text
    paid = {"day": TODAY.isoformat(), "cents": "700"}
    assert "500 € restent" in said(press(readers.direction, came, paid, follow=True))
    owed = said(pole.get(reverse("finance:exchanges", args=[there])))
    assert "Ce qui reste à régler" in owed and "500 €" in owed
    assert "Un jour par semaine" in pole.get(reverse("finance:exchanges_csv", args=[there])).text
    undo = reverse("finance:undo_settlement", args=[here, Settlement.objects.get().pk])
    assert "est annulé" in said(press(readers.direction, undo, {"reason": "Un autre compte"}, follow=True))
    assert readers.direction.get(reverse("finance:exchange", args=[there, one.pk])).status_code in (403, 404)


def test_the_agreement_page_asks_what_it_rests_on_of_who_pays_alone(scene, readers, settings):
    pole = entered_as(person(scene.president_of(scene.first)), settings)
    made = say(
        scene, "onward", payer=scene.grouping, payee=scene.first, by=scene.first, actor=scene.president_of(scene.first)
    )
    yes = reverse("finance:change_exchange", args=[scene.grouping.slug, made.pk, "confirmer"])
    assert 'name="funding"' in readers.direction.get(yes).text
    refused = press(readers.direction, yes, {"decision": adopted(scene.grouping, TODAY).pk})
    assert refused.status_code == 422 and "quel financement" in said(refused)
    assert (
        pole.get(reverse("finance:change_exchange", args=[scene.first.slug, made.pk, "confirmer"])).status_code == 200
    )
