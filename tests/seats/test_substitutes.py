"""Somebody away is replaced for some days, by somebody of the same body: what it gives, what it never gives, when it ends."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.charter.operations import keep_register
from kevread.chronicle.queries.story import tell
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.common.words import of
from kevread.journal.models import Act
from kevread.mail.models import Content, Dispatch
from kevread.seats.models import Substitution
from kevread.seats.operations import accept_substitution, ask_substitute, fill_seat, withdraw_substitution
from kevread.seats.queries import actor_of, who_sees
from kevread.seats.queries.holders import who_may
from tests.arrange import UNREGISTERED
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory
from tests.gatherings.screens import said
from tests.worlds import end

DAY = timedelta(days=1)
LAST = TODAY + timedelta(days=20)


def treasurer(scene):
    found = scene.world.mandates(f"{scene.first.slug}-board", "treasurer").first()
    if found is None:
        with arranging():
            found = scene.world.seated(f"{scene.first.slug}-board", "treasurer")
    return found


def fellow(scene):
    """Somebody else of the same board, who holds nothing more there."""
    return scene.administrator_of(scene.first)


def stranger():
    with arranging():
        return PersonFactory()


def asked(scene, substitute, **more):
    mandate = treasurer(scene)
    told = {
        "actor": actor_of(mandate.person, TODAY),
        "mandate": mandate,
        "substitute": substitute,
        "period": Period.through(TODAY, LAST),
        "now": NOW,
    }
    return ask_substitute(**{**told, **more})


def accepted(scene, substitute, **more):
    one = asked(scene, substitute, **more)
    return accept_substitution(actor=actor_of(substitute, TODAY), substitution=one, now=NOW)


def keeps(person, scene, on=TODAY):
    return actor_of(person, on).hat_for("keep_funding", scene.first.pk)


def test_it_gives_what_the_mandate_gives_for_its_days_once_accepted(scene):
    person = fellow(scene)
    one = asked(scene, person)
    assert keeps(person, scene) is None
    accept_substitution(actor=actor_of(person, TODAY), substitution=one, now=NOW)
    hat = keeps(person, scene)
    assert hat is not None and hat.instead == str(treasurer(scene).person) and hat.until == LAST
    assert (
        hat.mandate == treasurer(scene).pk
        and "à la place" in hat.told
        and str(treasurer(scene).person) not in hat.label
    )
    assert keeps(person, scene, LAST) and keeps(person, scene, LAST + DAY) is None
    assert keeps(person, scene, TODAY - DAY) is None
    # Whoever is away keeps all they had; nothing more than it is given.
    assert keeps(treasurer(scene).person, scene)
    theirs = actor_of(treasurer(scene).person, TODAY).hats[0].rights
    assert set(hat.rights) == set(theirs) and hat.rights == theirs
    assert actor_of(person, TODAY).hats[0].instead == ""


def test_it_begins_on_its_first_day(scene):
    person = fellow(scene)
    accepted(scene, person, period=Period.through(TODAY + DAY, LAST))
    assert keeps(person, scene) is None and keeps(person, scene, TODAY + DAY)


def test_it_ends_with_the_mandate_and_when_the_substitute_leaves(scene):
    person = fellow(scene)
    accepted(scene, person)
    mandate = treasurer(scene)
    with arranging():
        mandate.period = as_range(Period(mandate.dates.start, TODAY + 2 * DAY))
        mandate.save()
    assert keeps(person, scene, TODAY + DAY) and keeps(person, scene, TODAY + 2 * DAY) is None
    hat = keeps(person, scene)
    assert hat is not None and hat.until == TODAY + DAY
    with arranging():  # they still sit elsewhere, and no more beside whoever is away
        scene.world.seated(f"{scene.second.slug}-board", "administrator", person=person)
        end(person.mandates.filter(seat__body__organisation=scene.first))
    assert actor_of(person, TODAY).hats and keeps(person, scene) is None


def test_what_one_has_in_the_place_of_somebody_goes_no_further(scene):
    first, second = fellow(scene), fellow(scene)
    accepted(scene, first)
    mandate = first.mandates.get(seat__body__slug=f"{scene.first.slug}-board")
    one = ask_substitute(
        actor=actor_of(first, TODAY), mandate=mandate, substitute=second, period=Period.through(TODAY, LAST), now=NOW
    )
    accept_substitution(actor=actor_of(second, TODAY), substitution=one, now=NOW)
    assert keeps(second, scene) is None
    with pytest.raises(Denied, match="Seule la personne qui tient ce mandat"):
        asked(scene, second, actor=actor_of(first, TODAY))


def test_who_stands_in_for_the_presidency_gives_themself_nothing(scene):
    person = fellow(scene)
    mandate = scene.world.holder(f"{scene.first.slug}-board", "president")
    one = ask_substitute(
        actor=actor_of(mandate.person, TODAY),
        mandate=mandate,
        substitute=person,
        period=Period.through(TODAY, LAST),
        now=NOW,
    )
    accept_substitution(actor=actor_of(person, TODAY), substitution=one, now=NOW)
    seat = scene.seat(f"{scene.first.slug}-board", "treasurer")
    with pytest.raises(Denied, match="à soi-même"):
        fill_seat(
            actor=actor_of(person, TODAY),
            seat=seat,
            person=person,
            period=Period(TODAY),
            origin="election",
            now=NOW,
            **UNREGISTERED,
        )


def test_who_is_asked_is_written_to_in_the_act_and_answers_on_its_page(scene, settings):
    """The button of the letter shows the demand; the day of whoever asked says what it waits for, until it is answered."""
    person, mandate = fellow(scene), treasurer(scene)
    with arranging():
        type(person).objects.filter(pk=person.pk).update(email="collegue@exemple.bzh")
    person.refresh_from_db()
    one = asked(scene, person)
    letter = Dispatch.objects.get(person=person)
    assert letter.act == Act.objects.get(verb="seats.ask_substitute").pk and not letter.notice
    told = Content.objects.get(dispatch=letter)
    assert told.subject.startswith(f"{mandate.person} vous demande un remplacement")
    assert mandate.seat.name in told.text and "Rien ne change avant votre accord" in told.text
    page = reverse("seats:substitution", args=[scene.first.slug, one.pk])
    assert [(label, url.endswith(page)) for label, url in told.buttons] == [("Lire et répondre", True)]
    entered_as(person, settings).get(page)
    one.refresh_from_db()
    assert one.accepted_on is None
    away, home = entered_as(mandate.person, settings), reverse("home:today", args=[scene.first.slug])
    waits = f"Attendre la réponse {of(str(person))}"
    assert waits in said(away.get(home)) and waits not in said(entered_as(person, settings).get(home))
    accept_substitution(actor=actor_of(person, TODAY), substitution=one, now=NOW)
    assert waits not in said(away.get(home))


def test_who_has_no_address_is_asked_without_a_letter_and_it_is_said(scene, settings):
    person, mandate = fellow(scene), treasurer(scene)
    with arranging():
        type(person).objects.filter(pk=person.pk).update(email="")
    ask = reverse("seats:ask_substitute", args=[scene.first.slug, mandate.pk])
    typed = {"substitute": str(person.pk), "first": TODAY.isoformat(), "last": LAST.isoformat()}
    shown = said(entered_as(mandate.person, settings).post(ask, typed, follow=True))
    assert "sans adresse électronique" in shown and Substitution.objects.count() == 1
    assert not Dispatch.objects.exists()


def test_one_is_led_there_from_one_s_titles_and_by_what_one_looks_for(scene, settings):
    mandate = treasurer(scene)
    client, there = entered_as(mandate.person, settings), reverse("seats:substitutions", args=[scene.first.slug])
    titles = client.get(reverse("home:today", args=[scene.first.slug])).text.partition('id="titres"')[2]
    assert there in titles.partition("</section>")[0]
    for typed in ("absence", "remplacer", "remplacement"):
        assert there in client.get(reverse("directory:find"), {"q": typed}).text, typed


def test_only_somebody_of_the_same_body_stands_in(scene):
    employed = scene.world.holder(f"{scene.grouping.slug}-team", "direction").person
    for substitute in (employed, stranger(), treasurer(scene).person):
        with pytest.raises(Invalid) as refusal:
            asked(scene, substitute)
        assert refusal.value.field == "substitute"


def test_days_are_those_of_an_absence_within_the_mandate(scene):
    person, mandate = fellow(scene), treasurer(scene)
    with arranging():
        mandate.period = as_range(Period(mandate.dates.start, LAST + 400 * DAY))
        mandate.save()
    for period, field in (
        (Period.through(TODAY - DAY, LAST), "first"),
        (Period(TODAY), "last"),
        (Period.through(TODAY, TODAY + 366 * DAY), "last"),
        (Period.through(LAST + 390 * DAY, LAST + 400 * DAY), "last"),
        (Period.through(LAST + 400 * DAY, LAST + 401 * DAY), "first"),
    ):
        with pytest.raises(Invalid) as refusal:
            asked(scene, person, period=period)
        assert refusal.value.field == field, period
    assert asked(scene, person, period=Period.through(TODAY, TODAY + 365 * DAY)).dates.last == TODAY + 365 * DAY
    with pytest.raises(Refused, match="déjà"):
        asked(scene, fellow(scene), period=Period.through(LAST, LAST))


def test_a_seat_that_speaks_for_somebody_else_is_not_handed(scene):
    mandate = scene.world.holder("cress-bureau", "vice-president-grouping", represents=scene.grouping)
    with pytest.raises(Refused, match="parle pour une autre"):
        ask_substitute(
            actor=actor_of(mandate.person, TODAY),
            mandate=mandate,
            substitute=stranger(),
            period=Period.through(TODAY, LAST),
            now=NOW,
        )


def test_either_takes_it_back_and_nobody_else(scene):
    person = fellow(scene)
    for who in (person, treasurer(scene).person):
        one = accepted(scene, person)
        with pytest.raises(Denied):
            withdraw_substitution(actor=scene.president_of(scene.first), substitution=one, now=NOW)
        withdraw_substitution(actor=actor_of(who, TODAY), substitution=one, now=NOW)
        assert keeps(person, scene) is None
        with pytest.raises(Refused, match="a pris fin"):
            withdraw_substitution(actor=actor_of(who, TODAY), substitution=one, now=NOW)
        with pytest.raises(Refused, match="a pris fin"):
            accept_substitution(actor=actor_of(person, TODAY), substitution=one, now=NOW)


def test_it_is_accepted_once_by_whom_is_asked_and_before_it_is_over(scene):
    person = fellow(scene)
    one = asked(scene, person, period=Period.through(TODAY, TODAY))
    with pytest.raises(Denied, match="Seule la personne choisie"):
        accept_substitution(actor=actor_of(treasurer(scene).person, TODAY), substitution=one, now=NOW)
    with pytest.raises(Refused, match="est fini"):
        accept_substitution(actor=actor_of(person, TODAY), substitution=one, now=NOW + DAY)
    accept_substitution(actor=actor_of(person, TODAY), substitution=one, now=NOW)
    with pytest.raises(Refused, match="est accepté depuis"):
        accept_substitution(actor=actor_of(person, TODAY), substitution=one, now=NOW)


def test_what_is_done_is_told_with_both_names_and_the_journal_keeps_one(scene):
    person = fellow(scene)
    accepted(scene, person)
    register = "allowances"
    with arranging():
        Keeping.objects.filter(organisation=scene.first, register=register).delete()
    mandate = scene.world.holder(f"{scene.first.slug}-board", "president")
    one = ask_substitute(
        actor=actor_of(mandate.person, TODAY),
        mandate=mandate,
        substitute=person,
        period=Period.through(TODAY, LAST),
        now=NOW,
    )
    accept_substitution(actor=actor_of(person, TODAY), substitution=one, now=NOW)
    keep_register(
        actor=actor_of(person, TODAY), organisation=scene.first, register=register, since=date(2026, 1, 1), now=NOW
    )
    act = Act.objects.order_by("-at", "-id").filter(verb="charter.keep_register").first()
    assert act is not None and act.person == person.pk and act.mandate == mandate.pk
    assert str(mandate.person) not in act.hat and "(remplacement)" in act.hat
    (told,) = tell([act], scene.coordination)
    assert (told.who, told.instead) == (str(person), str(mandate.person))
    own = Act.objects.filter(verb="seats.ask_substitute").order_by("id").last()
    assert f"{person}, pour remplacer {mandate.person}" in tell([own], actor_of(person, TODAY))[0].titles[0]
    assert own is not None and tell([own], scene.coordination)[0].instead == ""


def test_those_who_may_and_who_see_count_the_substitute(scene):
    person, _ = fellow(scene), treasurer(scene)
    before = {one.person.pk for one in who_sees(scene.first, TODAY, "keep_funding")}
    accepted(scene, person)
    after = {one.person.pk for one in who_sees(scene.first, TODAY, "keep_funding")}
    assert after - before == {person.pk}
    told = who_may([("keep_funding", scene.first.pk)], TODAY, scene.coordination)
    names = [name for one in told["keep_funding", scene.first.pk] for name in one.people]
    assert f"{person} en remplacement {of(str(treasurer(scene).person))}" in names
    assert str(treasurer(scene).person) not in names


def test_from_an_absence_to_what_awaits_both(scene, settings):
    person, mandate = fellow(scene), treasurer(scene)
    away, there = entered_as(mandate.person, settings), entered_as(person, settings)
    here = scene.first.slug
    page = reverse("seats:mandate", args=[here, mandate.pk])
    assert "Me faire remplacer" in said(away.get(page)) and "Me faire remplacer" not in said(there.get(page))
    ask = reverse("seats:ask_substitute", args=[here, mandate.pk])
    assert there.get(ask).status_code == 403
    typed = {"substitute": str(person.pk), "first": TODAY.isoformat(), "last": LAST.isoformat()}
    assert away.post(ask, typed | {"last": ""}).status_code == 422
    shown = said(away.post(ask, typed, follow=True))
    assert "Rien ne change avant son accord" in shown
    one = Substitution.objects.get()
    home = reverse("home:today", args=[here])
    assert "remplacer pendant une absence" in said(there.get(home))
    accept = reverse("seats:accept_substitution", args=[here, one.pk])
    there.get(accept)
    one.refresh_from_db()
    assert one.accepted_on is None
    assert "C’est accepté" in said(there.post(accept, follow=True))
    means = reverse("finance:fundings", args=[here])
    assert "Inscrire un financement" in said(there.get(means))
    stop = reverse("seats:withdraw_substitution", args=[here, one.pk])
    assert "a pris fin" in said(away.post(stop, follow=True))
    assert "Inscrire un financement" not in said(there.get(means))
    other = entered_as(stranger(), settings)
    assert other.get(reverse("seats:substitution", args=[here, one.pk])).status_code == 404
