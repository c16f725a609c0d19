"""The end of a contract: asked by the person or prepared by the employer’s line, decided by whoever holds the power to, written
in the contract, and handed over. No pôle reads it, nor why."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.careers.operations import open_handover
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.todo import Asker
from kevread.delegations.models import Grant
from kevread.directory.models import Person
from kevread.staff.models import Contract, Terms
from kevread.staff.operations import end_contract
from kevread.supervision.models import Ending, Matter
from kevread.supervision.operations import annul, decide_ending, drop, raise_ending, settle, write_ending
from kevread.supervision.queries.carrying import matters_carried
from kevread.supervision.queries.matters import matters_at
from kevread.supervision.todo import to_end, waiting
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.gatherings.decided import decided as in_register
from tests.pressing import press

from .conftest import DECIDED, HIRED, Two

pytestmark = pytest.mark.django_db
LAST = TODAY + timedelta(days=60)
WHY = "Motif-Réservé, en quelques mots."


def asker(actor, scale) -> Asker:
    return Asker(actor, Person.objects.get(pk=actor.person), scale, frozenset({scale.pk}), TODAY)


def begun(two: Two, reason: str = "resignation", **more) -> Ending:
    line = more.pop("line", "person" if reason == "resignation" else "employer")
    actor = more.pop("actor", two.oneself if line == "person" else two.direction)
    asked = {"contract": two.delegate.contract, "last": LAST, "text": WHY, "now": NOW}
    return raise_ending(actor=actor, line=line, reason=reason, **asked | more)


def decided(two: Two, ending: Ending, **more) -> Ending:
    asked = {"actor": two.direction, "place": two.grouping, "last": LAST, "conclusion": DECIDED, "now": NOW}
    return decide_ending(matter=ending.matter, **asked | more)


def test_it_is_asked_decided_written_and_handed_over(two, settings):
    ending = begun(two)
    contract = two.delegate.contract
    assert (ending.matter.title, ending.last) == (f"Démission, {two.person}", None)
    contract.refresh_from_db()
    assert contract.dates.end is None and not contract.end_reason, "what is prepared is not decided"
    with pytest.raises(Refused, match="n’est pas décidée"):
        write_ending(actor=two.direction, matter=ending.matter, now=NOW)
    ending = decided(two, ending, last=LAST + timedelta(days=1))
    assert "prend acte" in ending.matter.authority and ending.last == LAST + timedelta(days=1)
    contract.refresh_from_db()
    assert contract.dates.end is None, "what is decided is not written"
    (line,) = to_end(asker(two.direction, two.grouping))
    assert str(two.person) in line.what and to_end(asker(two.board, two.pole)) == []
    done = write_ending(actor=two.direction, matter=ending.matter, now=NOW)
    assert (done.dates.last, done.end_reason) == (LAST + timedelta(days=1), "resignation")
    assert to_end(asker(two.direction, two.grouping)) == []
    with pytest.raises(Refused, match="déjà inscrite"):
        write_ending(actor=two.direction, matter=ending.matter, now=NOW)
    with pytest.raises(Refused, match="ne s’annule plus"):
        annul(actor=two.direction, matter=ending.matter, reason="Une erreur de ma part.", now=NOW)
    chief = entered_as(Person.objects.get(pk=two.direction.person), settings)
    where = reverse("supervision:matter", args=[two.grouping.slug, ending.matter_id])
    assert "Préparer la passation" in chief.get(where).text
    open_handover(actor=two.direction, contract=done, last_day=LAST, now=NOW)
    assert "Voir la passation" in chief.get(where).text


@pytest.mark.parametrize("reason", ["dismissal", "agreement", "trial"])
def test_what_the_employer_decides_asks_the_power_to(two, reason):
    with arranging():
        Contract.objects.filter(pk=two.delegate.contract_id).update(trial_end=LAST)
        Grant.objects.filter(organisation=two.grouping, nature="hr").update(acts=["contrats-de-travail"])
    ending = begun(two, reason)
    with pytest.raises(Denied, match="Licencier"):
        decided(two, ending)
    president = two.scene.actor(f"{two.grouping.slug}-board", "president")
    decided(two, ending, actor=president)
    assert Matter.objects.get(pk=ending.matter_id).outcome == "decided"


def test_a_decision_of_the_register_is_cited_and_gives_no_power_to_dismiss(two):
    with arranging():
        Grant.objects.filter(organisation=two.grouping, nature="hr").update(acts=["contrats-de-travail"])
        adopted = in_register(f"{two.grouping.slug}-board", "", on=TODAY)
    ending = begun(two, "dismissal")
    with pytest.raises(Denied, match="Licencier"):
        decided(two, ending, decision=adopted)
    president = two.scene.actor(f"{two.grouping.slug}-board", "president")
    decided(two, ending, actor=president, decision=adopted)
    authority = Matter.objects.get(pk=ending.matter_id).authority
    assert "Décision n°" in authority and "de par cette fonction" in authority


def test_what_the_page_of_the_contract_wrote_is_not_written_over(two):
    late, early = begun(two, "dismissal"), LAST - timedelta(days=30)
    decided(two, late)
    end_contract(actor=two.direction, contract=two.delegate.contract, last=early, reason="resignation", now=NOW)
    with pytest.raises(Refused, match="déjà inscrite"):
        write_ending(actor=two.direction, matter=late.matter, now=NOW)
    row = Contract.objects.get(pk=two.delegate.contract_id)
    assert (row.end_reason, row.dates.last) == ("resignation", early)
    assert to_end(asker(two.direction, two.grouping)) == []


def test_an_end_that_is_written_meanwhile_is_decided_no_more(two):
    ending = begun(two, "dismissal")
    end_contract(actor=two.direction, contract=two.delegate.contract, last=LAST, reason="resignation", now=NOW)
    with pytest.raises(Refused, match="déjà inscrite"):
        decided(two, ending)


def test_whoever_directs_may_ask_for_their_own_departure_and_prepares_nobody_s_resignation(two, settings):
    chief = two.scene.world.holder(f"{two.grouping.slug}-team", "direction").person
    with arranging():
        Contract.objects.filter(pk=two.support.contract_id).update(person=chief)
    client, ask = entered_as(chief, settings), reverse("supervision:ask_ending", args=[two.grouping.slug])
    typed = {"reason": "resignation", "last": LAST.isoformat(), "text": ""}
    refused = client.post(ask, typed | {"contract": two.delegate.contract_id})
    assert "un des motifs proposés" in refused.text and not Ending.objects.exists()
    client.post(ask, typed | {"contract": two.support.contract_id})
    assert Ending.objects.get().matter.person == chief


def test_nobody_but_who_resigns_gives_it_up(two, settings):
    """A resignation is not refused; what the employer prepared, it drops."""
    asked, chief = begun(two), entered_as(Person.objects.get(pk=two.direction.person), settings)
    gives_up = "Ne pas poursuivre"
    assert gives_up not in chief.get(reverse("supervision:matter", args=[two.grouping.slug, asked.matter_id])).text
    with pytest.raises(Refused, match="elle seule le retire"):
        drop(actor=two.direction, matter=asked.matter, reason="Restez avec nous.", now=NOW)
    wrong = "C’était une erreur"
    assert wrong not in chief.get(reverse("supervision:matter", args=[two.grouping.slug, asked.matter_id])).text
    with pytest.raises(Refused, match="elle seule le retire"):
        annul(actor=two.direction, matter=asked.matter, reason="Une erreur, bien sûr.", now=NOW)
    drop(actor=two.oneself, matter=asked.matter, reason="Je reste, finalement.", now=NOW)
    prepared = begun(two, "agreement", line="employer")
    assert gives_up in chief.get(reverse("supervision:matter", args=[two.grouping.slug, prepared.matter_id])).text
    drop(actor=two.direction, matter=prepared.matter, reason="À revoir ensemble.", now=NOW)


def test_whoever_takes_note_of_a_resignation_brings_no_day_forward(two, settings):
    asked = begun(two)
    with pytest.raises(Invalid, match="n’avance pas ce jour"):
        decided(two, asked, last=LAST - timedelta(days=1))
    later = decided(two, asked, last=LAST + timedelta(days=3))
    chief = entered_as(Person.objects.get(pk=two.direction.person), settings)
    read = chief.get(reverse("supervision:matter", args=[two.grouping.slug, asked.matter_id])).text
    assert "décidé&nbsp;; demandé" in read or "décidé ; demandé" in read.replace("\xa0", " ")
    assert annul(actor=two.direction, matter=later.matter, reason="Le jour n’était pas le bon.", now=NOW).annulled_on


def test_of_a_resignation_the_line_takes_note_without_it(two):
    with arranging():
        Grant.objects.filter(organisation=two.grouping, nature="hr").update(acts=["contrats-de-travail"])
    assert decided(two, begun(two)).last == LAST


def test_each_line_begins_what_is_its_own(two):
    for reason in ("dismissal", "trial", "term", "death", "transfer", "mistake", "lune"):
        with pytest.raises(Invalid) as refusal:
            begun(two, reason, line="person", actor=two.oneself)
        assert refusal.value.field == "reason"
    for reason in ("death", "resignation", "retirement"):
        with pytest.raises(Invalid):
            begun(two, reason, line="employer")
    for actor in (two.board, two.scene.president_of(two.scene.second), two.scene.coordination):
        for line in ("employer", "pole", "person"):
            with pytest.raises(Denied):
                begun(two, "resignation", line=line, actor=actor)
    other = next(one for one in two.scene.world.groupings if one != two.grouping)
    with pytest.raises(Denied):
        begun(two, "dismissal", actor=two.scene.actor(f"{other.slug}-team", "direction"))
    with pytest.raises(Refused, match="par son motif"):
        two.raised("fin-de-contrat")


def test_nobody_prepares_nor_decides_nor_writes_their_own(two):
    chief = two.scene.world.holder(f"{two.grouping.slug}-team", "direction").person
    with arranging():
        Contract.objects.filter(pk=two.delegate.contract_id).update(person=chief)
    two.delegate.contract.refresh_from_db()
    with pytest.raises(Denied, match="une autre personne de l’employeur"):
        begun(two, "dismissal")
    ending = begun(two, "resignation", line="person", actor=two.direction)
    with pytest.raises(Denied):
        decided(two, ending)
    president = two.scene.actor(f"{two.grouping.slug}-board", "president")
    decided(two, ending, actor=president)
    with pytest.raises(Denied, match="une autre personne de l’employeur"):
        write_ending(actor=two.direction, matter=ending.matter, now=NOW)
    assert to_end(asker(two.direction, two.grouping)) == []
    assert write_ending(actor=president, matter=ending.matter, now=NOW).end_reason == "resignation"


def test_no_pole_reads_it_nor_why(two, settings):
    ending = begun(two, "dismissal")
    assert {one.line for one in ending.matter.sides.all()} == {"employer", "person"}
    other = next(one for one in two.scene.world.groupings if one != two.grouping)
    secrets = ("Licenciement", WHY, DECIDED)
    strangers = (two.board, two.scene.coordination, two.scene.actor(f"{other.slug}-team", "direction"))
    decided(two, ending)
    for actor in strangers:
        assert not Matter.objects.visible_to(actor).filter(pk=ending.matter_id).exists()
        client = entered_as(Person.objects.get(pk=actor.person), settings)
        for scale in (two.grouping, two.pole):
            assert ending.matter not in matters_at(scale, actor, TODAY)
            for door in (
                reverse("supervision:matter", args=[scale.slug, ending.matter_id]),
                reverse("supervision:decide_ending", args=[scale.slug, ending.matter_id]),
                reverse("supervision:write_ending", args=[scale.slug, ending.matter_id]),
                reverse("supervision:people", args=[scale.slug]),
                reverse("supervision:people_csv", args=[scale.slug]),
                reverse("home:today", args=[scale.slug]),
                reverse("chronicle:journal", args=[scale.slug]),
                f"{reverse('directory:find')}?q=licenciement",
            ):
                text = client.get(door).text
                assert not [one for one in secrets if one in text], (actor.name, door)
    assert matters_carried(two.person.pk, [two.grouping.pk], TODAY) == []
    assert ending.matter in matters_at(two.grouping, two.oneself, TODAY)


def test_what_is_open_is_carried_by_nobody_else(two):
    begun(two)
    two.raised("entretien-annuel")
    assert [one.what for one in matters_carried(two.person.pk, [two.grouping.pk], TODAY)] == [
        "L’entretien annuel, Délégué·e du pays"
    ]


def test_one_at_a_time_and_one_that_is_not_pursued_leaves_room(two):
    ending = begun(two)
    with pytest.raises(Refused, match="déjà demandée"):
        begun(two, "dismissal")
    drop(actor=two.oneself, matter=ending.matter, reason="Je reste, finalement.", now=NOW)
    with pytest.raises(Refused):
        decided(two, ending)
    again = begun(two, "dismissal")
    annul(actor=two.direction, matter=again.matter, reason="Ce n’était pas cette personne.", now=NOW)
    last = decided(two, begun(two))
    with pytest.raises(Refused, match="déjà demandée"):
        begun(two)
    write_ending(actor=two.direction, matter=last.matter, now=NOW)
    with pytest.raises(Refused, match="déjà inscrite"):
        begun(two)


def test_a_day_and_a_reason_that_the_contract_knows(two):
    with pytest.raises(Invalid) as refusal:
        begun(two, last=HIRED - timedelta(days=1))
    assert refusal.value.field == "last"
    with pytest.raises(Invalid, match="pas de terme"):
        begun(two, "term")
    with pytest.raises(Invalid, match="période d’essai"):
        begun(two, "trial")
    for trial_end, is_in in ((LAST, True), (TODAY - timedelta(days=1), False)):
        with arranging():
            Contract.objects.filter(pk=two.delegate.contract_id).update(trial_end=trial_end)
        if is_in:
            with pytest.raises(Invalid, match="La période d’essai finit le") as refusal:
                begun(two, "trial", last=LAST + timedelta(days=1))
            assert refusal.value.field == "last"
            drop(actor=two.direction, matter=begun(two, "trial").matter, reason="À revoir ensemble.", now=NOW)
            continue
        with pytest.raises(Invalid, match="période d’essai"):
            begun(two, "trial")
    with arranging():
        Contract.objects.filter(pk=two.delegate.contract_id).update(
            kind="cdd", motive="Remplacement", period=since(HIRED, LAST)
        )
    with pytest.raises(Invalid, match="Le terme de ce contrat est"):
        begun(two, "term", last=LAST - timedelta(days=1))
    ending = decided(two, begun(two, "term"))
    assert write_ending(actor=two.direction, matter=ending.matter, now=NOW).dates.last == LAST


def test_what_ends_past_the_longest_trial_says_by_what_it_was_renewed(two):
    """Where the matter is opened, or it is not decided past that day; a closed word at the decision is no such writing."""
    with arranging():
        Contract.objects.filter(pk=two.delegate.contract_id).update(
            trial_end=LAST, period=since(TODAY), agreement_said_on=TODAY
        )
        Terms.objects.create(contract=two.delegate.contract, share=100, group="A", period=since(TODAY))
    longest = date(2026, 12, 23)
    with pytest.raises(Invalid, match="par quel écrit") as refusal:
        begun(two, "trial", text="", last=longest + timedelta(days=1))
    assert refusal.value.field == "text"
    ending = begun(two, "trial", text="", last=longest)
    with pytest.raises(Invalid, match="d’ici là") as refusal:
        decided(two, ending, last=longest + timedelta(days=1))
    assert refusal.value.field == "last"
    assert decided(two, ending, last=longest).last == longest
    annul(actor=two.direction, matter=ending.matter, reason="À revoir ensemble.", now=NOW)
    assert decided(two, begun(two, "trial"), last=LAST).last == LAST, "said where it was opened"


def test_it_is_not_settled_as_another_matter_is(two):
    ending = begun(two)
    with pytest.raises(Refused, match="avec son dernier jour"):
        settle(actor=two.direction, matter=ending.matter, place=two.grouping, conclusion=DECIDED, now=NOW)
    review = two.raised("entretien-annuel")
    with pytest.raises(Refused, match="ne met fin à aucun contrat"):
        decide_ending(
            actor=two.direction, matter=review, place=two.grouping, last=LAST, conclusion=DECIDED, now=NOW
        )  # fmt: skip


def test_the_screens_of_the_person_and_of_the_line(two, settings):
    person = entered_as(two.person, settings)
    ask = reverse("supervision:ask_ending", args=[two.grouping.slug])
    text = person.get(ask).text
    assert "Demander mon départ" in text and "Licenciement" not in text
    typed = {"contract": two.delegate.contract_id, "reason": "resignation", "last": LAST.isoformat(), "text": WHY}
    assert "rien n’est encore décidé" in person.post(ask, typed, follow=True).text
    ending = Ending.objects.get()
    (line,) = [one for one in waiting(asker(two.direction, two.grouping)) if "fin du contrat" in one.what]
    chief = entered_as(Person.objects.get(pk=two.direction.person), settings)
    assert "Démission" in chief.get(line.url).text
    decide = reverse("supervision:decide_ending", args=[two.grouping.slug, ending.matter_id])
    assert person.get(decide).status_code == 403
    sent = press(chief, decide, {"last": LAST.isoformat(), "conclusion": DECIDED}, follow=True)
    assert "Inscrire cette fin au contrat" in sent.text
    write = reverse("supervision:write_ending", args=[two.grouping.slug, ending.matter_id])
    assert person.post(write, {"sur": "1"}).status_code == 403
    assert "est inscrite" in chief.post(write, {"sur": "1"}, follow=True).text
    assert "Préparer la fin" in chief.get(ask).text
    board = entered_as(Person.objects.get(pk=two.board.person), settings)
    assert board.get(reverse("supervision:ask_ending", args=[two.pole.slug])).status_code == 404
