"""Asking to join: nothing is received before the letter is answered, nothing is told to strangers, nothing is kept for long."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from kevread.charter.models import Setting
from kevread.common.actor import NOBODY
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Affiliation
from kevread.journal.models import Act, Change
from kevread.mail.message import message_of
from kevread.mail.models import Dispatch
from kevread.membership.links import digest_of, write
from kevread.membership.models import Admission, Unconfirmed
from kevread.membership.operations import apply_to_join, confirm, forget, withdraw
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, OrganisationFactory, ZoneFactory, since
from tests.membership.conftest import SIREN, Land, asked, link, received, typed
from tests.publishing.test_front import text_of
from tests.worlds import World

pytestmark = pytest.mark.django_db


def where(land: Land) -> str:
    return reverse("membership:apply", kwargs={"scale": land.pole.slug})


def test_what_is_typed_waits_for_the_letter_which_holds_none_of_it(small: World, public, land: Land):
    done = public.post(where(land), typed(land), follow=True)
    assert "Une dernière étape" in text_of(done)
    assert not Admission.objects.exists()
    (dispatch,) = Dispatch.objects.all()
    letter = message_of(dispatch, dispatch.content)
    kept = Unconfirmed.objects.get()
    assert letter.to == ["zoe@exemple.fr"] and link(kept.pk) in letter.body
    for word in ("Halle", "Lagarde", "Bonjour à vous", SIREN):
        assert word not in letter.body
    act = Act.objects.get(verb="membership.apply")
    assert act.arguments == {}
    assert "Halle" not in str(
        list(Change.objects.filter(act=act).values())
    )  # the journal forgets nothing: it never knew


def test_reading_the_link_receives_nothing_and_the_button_does(small: World, public, land: Land):
    public.post(where(land), typed(land))
    here = link(Unconfirmed.objects.get().pk)
    page = text_of(public.get(here))
    assert "La Halle aux fils" in page and "Confirmer ma demande" in page
    public.head(here)
    assert not Admission.objects.exists()
    page = text_of(public.post(here, {"geste": "confirmer"}, follow=True))
    assert "Elle est étudiée" in page
    found = Admission.objects.get()
    assert (found.of, found.siren, found.received_on, found.state) == (land.pole, SIREN, TODAY, "pending")
    assert not Unconfirmed.objects.exists()
    assert public.post(here, {"geste": "confirmer"}).status_code == 409  # pressed twice, received once
    assert Admission.objects.count() == 1


def test_what_is_confirmed_is_what_was_typed(small: World, public, land: Land):
    """Whoever has the secret of the application writes in that table; they make no link."""
    public.post(where(land), typed(land))
    kept = Unconfirmed.objects.get()
    here, bare = link(kept.pk), f"/adhesion/{write(kept.pk)}"
    with connection.cursor() as cursor:
        cursor.execute('UPDATE membership_unconfirmed SET said = said || \'{"name": "Untel"}\'')
    for address in (here, bare):
        page = text_of(public.get(address))
        assert "n’est plus ce que vous aviez écrit" in page and "Untel" not in page and "Confirmer" not in page
        answer = public.post(address, {"geste": "confirmer"})
        assert answer.status_code == 409 and "n’est plus ce que vous aviez écrit" in text_of(answer)
    assert not Admission.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE membership_unconfirmed SET said = %s", [json.dumps(kept.said)])
    assert public.post(here, {"geste": "confirmer"}).status_code == 302


@pytest.mark.parametrize("column", ["of_id", "at"])
def test_neither_to_whom_nor_when_is_another(small: World, land: Land, column):
    kept = apply_to_join(actor=NOBODY, organisation=land.pole, asked=asked(land), now=NOW)
    before = digest_of(kept)
    setattr(kept, column, {"of_id": land.head.pk, "at": NOW + timedelta(days=1)}[column])
    kept.save()
    with pytest.raises(Refused, match="n’est plus ce que vous aviez écrit"):
        confirm(actor=NOBODY, key=kept.pk, typed=before, now=NOW)


def test_it_is_withdrawn_from_the_same_link_until_it_is_decided(small: World, public, land: Land):
    found = received(land)
    assert public.post(link(found.pk), {"geste": "retirer"}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.closed_on) == ("withdrawn", TODAY)
    with pytest.raises(Refused, match="n’attend plus"):
        withdraw(actor=NOBODY, admission=found, now=NOW)


def test_a_link_that_is_not_ours_leads_nowhere(small: World, public, land: Land):
    kept = apply_to_join(actor=NOBODY, organisation=land.pole, asked=asked(land), now=NOW)
    for token in (str(kept.pk), link(kept.pk).rpartition("/")[2][:-1] + "_", "a.b", "é"):
        assert public.get(f"/adhesion/{token}").status_code == 404, token
        assert public.post(f"/adhesion/{token}", {"geste": "confirmer"}).status_code == 404


def test_after_a_week_the_link_is_dead_and_what_was_typed_is_gone(small: World, public, land: Land):
    kept = apply_to_join(actor=NOBODY, organisation=land.pole, asked=asked(land), now=NOW)
    week = timedelta(days=7)
    assert forget(now=NOW + week) == 0
    with pytest.raises(Refused, match="plus valable"):
        confirm(actor=NOBODY, key=kept.pk, typed=digest_of(kept), now=NOW + week + timedelta(seconds=1))
    assert forget(now=NOW + week + timedelta(seconds=1)) == 1
    assert forget(now=NOW + week + timedelta(seconds=1)) == 0  # the job may run twice
    assert "effacé" in text_of(public.get(link(kept.pk)))
    with pytest.raises(Refused):
        confirm(actor=NOBODY, key=kept.pk, typed=digest_of(kept), now=NOW)


def test_on_the_last_day_it_may_still_be_confirmed(small: World, land: Land):
    kept = apply_to_join(actor=NOBODY, organisation=land.pole, asked=asked(land), now=NOW)
    assert (
        confirm(actor=NOBODY, key=kept.pk, typed=digest_of(kept), now=NOW + timedelta(days=7)).name
        == "La Halle aux fils"
    )


@pytest.mark.parametrize("already", ["member", "pending"])
def test_a_second_one_of_the_same_numbers_is_told_that_one_is_there_and_no_more(
    small: World, public, land: Land, already
):
    if already == "member":
        with arranging():
            AffiliationFactory(member=OrganisationFactory(siren=SIREN, name="Les Fileuses du Scorff"), of=land.pole)
    else:
        received(land, name="Les Fileuses du Scorff", email="autre@exemple.fr", given_name="Denise")
    answer = public.post(where(land), typed(land))
    assert answer.status_code == 422
    page = text_of(answer)
    assert "déjà là" in page and "on vous reconnaîtra" in page
    for word in ("Fileuses", "autre@", "Denise"):
        assert word not in page
    assert not Unconfirmed.objects.exists()


def test_the_two_cases_are_said_alike(small: World, public, land: Land):
    """Whoever asks does not learn whether an organisation is a member or only asked to be."""
    received(land)
    waiting = text_of(public.post(where(land), typed(land)))
    with arranging():
        Admission.objects.update(state="withdrawn")
        AffiliationFactory(member=OrganisationFactory(siren=SIREN), of=land.pole)
    assert text_of(public.post(where(land), typed(land))) == waiting


def test_whoever_left_may_ask_again(small: World, public, land: Land):
    with arranging():
        AffiliationFactory(
            member=OrganisationFactory(siren=SIREN),
            of=land.pole,
            period=since(TODAY - timedelta(days=90), TODAY - timedelta(days=1)),
        )
    assert Affiliation.objects.filter(of=land.pole, member__siren=SIREN).exists()
    assert public.post(where(land), typed(land)).status_code == 302


def test_of_the_same_name_it_is_another_when_it_is_said(small: World, public, land: Land):
    received(land, siren="")
    answer = public.post(where(land), typed(land, siren="", name="la halle AUX FILS"))
    assert answer.status_code == 422 and "cochez la case" in text_of(answer)
    assert 'name="is_another"' in answer.text
    assert public.post(where(land), typed(land, siren="", is_another="on")).status_code == 302


def test_what_nobody_confirmed_keeps_nobody_out(small: World, land: Land):
    """Whoever types somebody else’s SIREN does not shut the door on them."""
    apply_to_join(actor=NOBODY, organisation=land.pole, asked=asked(land, email="faux@exemple.fr"), now=NOW)
    assert received(land).email == "zoe@exemple.fr"


def test_two_that_waited_together_are_received_once(small: World, land: Land):
    first, second = (apply_to_join(actor=NOBODY, organisation=land.pole, asked=asked(land), now=NOW) for _ in range(2))
    confirm(actor=NOBODY, key=first.pk, typed=digest_of(first), now=NOW)
    with pytest.raises(Refused, match="déjà là"):
        confirm(actor=NOBODY, key=second.pk, typed=digest_of(second), now=NOW)
    assert Admission.objects.count() == 1


def test_one_may_ask_two_organisations(small: World, land: Land):
    received(land)
    assert received(land, of=land.head).of == land.head


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "a" * 161),
        ("legal_form", "secte"),
        ("siren", "732829321"),
        ("rna", "12"),
        ("commune", "Nulle-Part"),
        ("reach", "mondiale"),
        ("given_name", ""),
        ("family_name", " "),
        ("email", "zoe"),
        ("email", "zoe@exemple.fr\r\nBcc: tous@exemple.fr"),
        ("message", "a" * 4001),
    ],
)
def test_what_is_wrong_is_said_on_its_field_and_nothing_leaves(small: World, public, land: Land, field, value):
    answer = public.post(where(land), typed(land, **{field: value}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Unconfirmed.objects.exists() and not Dispatch.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("legal_form", "x"),
        ("siren", "1"),
        ("rna", "1"),
        ("reach", ""),
        ("given_name", "\n"),
        ("email", "zoe"),
    ],
)
def test_the_verb_says_it_too(small: World, land: Land, field, value):
    with pytest.raises(Invalid) as refused:
        apply_to_join(actor=NOBODY, organisation=land.pole, asked=asked(land, **{field: value}), now=NOW)
    assert refused.value.field == field


def test_a_person_alone_is_led_to_whom_to_ask(small: World, public, land: Land):
    """What is asked there is an organisation's; one reads it before the first field."""
    page = public.get(where(land)).text
    door = reverse("publishing:contact", kwargs={"scale": land.pole.slug})
    first, then = page.index("C’est une organisation qui demande ici"), page.index(f'href="{door}">demandez d’abord')
    assert first < then < page.index('<form class="form"')


def test_hostile_text_is_shown_as_text(small: World, public, land: Land):
    hostile = "<script>alert(1)</script> \u202e =cmd|' /C calc'!A0"
    public.post(where(land), typed(land, name=hostile, message=hostile))
    here = link(Unconfirmed.objects.get().pk)
    assert "<script>alert" not in public.get(here).text
    public.post(here, {"geste": "confirmer"})
    for dispatch in Dispatch.objects.all():
        assert message_of(dispatch, dispatch.content).subject.count("\n") == 0
    assert "<script>alert" not in public.get(here).text


def test_a_code_in_the_address_is_shown_as_the_name_of_the_commune_where_the_name_is_enough(public, land: Land):
    def shown(code: str) -> str:
        return public.get(f"{where(land)}?commune={code}").context["form"].initial["commune"]

    assert shown(land.commune.code) == land.commune.name
    assert shown("99999") == "99999"
    with arranging():
        ZoneFactory(kind=land.commune.kind, name=land.commune.name)
    assert shown(land.commune.code) == land.commune.code


def test_several_communes_of_a_name_are_to_be_told_apart(small: World, public, land: Land):
    answer = public.post(where(land), typed(land, commune=land.commune.code))
    assert answer.status_code == 302
    assert Unconfirmed.objects.get().said["commune_id"] == str(land.commune.pk)


def test_one_address_is_not_written_to_for_ever(small: World, public, land: Land):
    for number in range(3):
        more = {"name": f"Organisation {number}", "siren": ""}
        assert public.post(where(land), typed(land, **more)).status_code == 302
    answer = public.post(where(land), typed(land, name="Une quatrième", siren="", email="ZOE@exemple.fr"))
    assert answer.status_code == 422 and "Trop de demandes" in text_of(answer)
    assert Dispatch.objects.count() == 3


@pytest.mark.parametrize("limit", ["of one place", "of one organisation"])
def test_neither_one_place_nor_one_organisation_is_asked_for_ever(
    small: World, public, land: Land, settings, limit: str
):
    """Ten from one place, thirty for one organisation: tried with fewer, whose number is not what is tried."""
    assert settings.ACCOUNT_RATE_LIMITS["join"] == "10/h/ip,30/h/key"
    from_elsewhere = limit == "of one organisation"
    asked_for = "30/h/ip,4/h/key" if from_elsewhere else "4/h/ip,30/h/key"
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"join": asked_for}

    def ask(number: int):
        more = {"name": f"Organisation {number}", "siren": "", "email": f"zoe{number}@exemple.fr"}
        place = f"192.0.2.{number if from_elsewhere else 1}"
        return public.post(where(land), typed(land, **more), REMOTE_ADDR=place)

    assert {ask(number).status_code for number in range(1, 5)} == {302}
    answer = ask(5)
    assert "Trop de demandes" in text_of(answer) and Dispatch.objects.count() == 4


def test_nobody_asks_to_join_what_is_outside_the_network(small: World, public, land: Land):
    with arranging():
        outside = OrganisationFactory()
    with pytest.raises(Refused, match="On ne peut pas demander"):
        apply_to_join(actor=NOBODY, organisation=outside, asked=asked(land), now=NOW)


def test_the_form_of_a_grouping_says_what_is_not_decided_of_seats(small: World, public, land: Land):
    with arranging():
        Setting.objects.filter(name="R2.4.direct_member_seats").delete()
    page = text_of(public.get(reverse("membership:apply", kwargs={"scale": land.grouping.slug})))
    assert "article R2.4" in page and "Pas encore décidé : Limite de sièges des adhérents directs" in page
    assert "R2.4" not in text_of(public.get(where(land)))


def test_in_the_past_one_does_not_ask(small: World, public, land: Land):
    assert "Demander à adhérer à" not in text_of(public.get(where(land), {"au": "2026-03-01"}))
