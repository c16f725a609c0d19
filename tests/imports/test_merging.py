"""Two records that are one: what leads to one leads to the other, its names lead there too, and it is undone."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from kevread.accounts.models import Account
from kevread.charter.operations import rehearse as rehearse_verbs
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Affiliation, Capacity, Consent, Name, Organisation, Person
from kevread.directory.operations import add_capacity, affiliate, register_organisation, register_person
from kevread.imports.doubles import doubles
from kevread.imports.models import Merge
from kevread.imports.operations import merge, rehearse, tell_apart, undo_merge
from kevread.journal.operations import check_tables
from kevread.meetings.rules.life import State
from kevread.privacy.queries.dossier import dossier
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from kevread.seats.queries.actors import person_and_actor
from tests import jobs
from tests.arrange import NOW, TODAY, arranging
from tests.clients import entered_as
from tests.databases import as_administrator
from tests.factories import PersonFactory, since
from tests.gatherings.worlds import gathering

from .conftest import file_of, grid

pytestmark = pytest.mark.django_db
WHO = {"actor": SYSTEM, "now": NOW}


@pytest.fixture
def head(scene) -> Organisation:
    return scene.world.head


@pytest.fixture
def lavoirs(scene, head) -> tuple[Organisation, Organisation]:
    """The same association entered twice: once with its place, once with its number."""
    kept = register_organisation(within=head, name="Le Lavoir", locality="Bégard", period=Period(), **WHO)
    gone = register_organisation(
        within=head, name="Association Le Lavoir", siren="732829320", period=Period(), slug="asso-lavoir", **WHO
    )
    return kept, gone


def one(kept, gone, head, **who) -> Merge:
    return merge(kept=kept, gone=gone, within=head, **WHO | who)


def everything() -> dict[str, list]:
    models = (Organisation, Person, Name, Affiliation, Capacity, Consent, Mandate)
    return {model.__name__: sorted(map(str, model._default_manager.values_list())) for model in models}


def test_what_leads_to_one_leads_to_the_other_and_goes_back(scene, head, lavoirs):
    kept, gone = lavoirs
    affiliate(member=gone, of=scene.first, college="", period=Period(date(2025, 1, 1)), **WHO)
    add_capacity(organisation=gone, kind="partner", period=Period(TODAY), **WHO)
    before = everything()
    made = one(kept, gone, head)
    kept.refresh_from_db()
    assert (kept.siren, kept.locality) == ("732829320", "Bégard")
    assert Affiliation.objects.get(of=scene.first, member=kept).dates.start == date(2025, 1, 1)
    assert kept.capacities.get().kind == "partner"
    assert list(Organisation.objects.filter(slug="asso-lavoir")) == []
    assert Organisation.everything.get(slug="asso-lavoir").into == kept
    assert not check_tables(now=NOW).faults
    undo_merge(made=made, **WHO)
    assert everything() == before and not check_tables(now=NOW).faults


def test_what_another_hand_wrote_of_a_merge_in_the_journal_is_not_put_back(scene, head, lavoirs):
    made = one(*lavoirs, head)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE journal_change SET before = before || '{\"name\": \"Autre\"}' WHERE act_id = %s AND before ? 'name'",
            [made.act],
        )
        assert cursor.rowcount
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    with pytest.raises(Refused, match="n’est plus ce qui l’a été"):
        undo_merge(made=made, **WHO)


def test_old_names_lead_to_the_record_that_stands(scene, head, lavoirs, readers):
    kept, gone = lavoirs
    one(kept, gone, head)
    old = reverse("directory:organisation", args=[head.slug, gone.slug])
    assert readers.direction.get(old).url == reverse("directory:organisation", args=[head.slug, kept.slug])
    assert readers.public.get(old).status_code == 404  # who does not see the one is not told of the other
    header = "identifiant|nom|SIREN|lieu"
    for said in (
        ("asso-lavoir", "Association Le Lavoir", "", ""),
        ("", "Association Le Lavoir", "", ""),
        ("", "Le Lavoir", "732829320", ""),
        ("", "Association Le Lavoir", "732 829 320", "Bégard"),
    ):
        outcome = rehearse(file_of(grid("Organisations", header, said)), within=head, **WHO)
        assert outcome.is_clean and outcome.written.counts == {"new": 0, "changed": 0, "unchanged": 1}
    names = grid("Adhésions", "membre|adhère à|depuis", ("Association Le Lavoir", scene.first.slug, "01/01/2025"))
    assert rehearse(file_of(names), within=head, **WHO).written.counts["new"] == 1
    with pytest.raises(Invalid, match="Le Lavoir"):
        register_organisation(within=head, name="Autre", siren="732829320", period=Period(), **WHO)


def test_of_a_period_that_both_have_what_is_left_over_moves(scene, head, lavoirs):
    kept, gone = lavoirs
    affiliate(member=kept, of=scene.first, college="", period=Period(date(2025, 1, 1)), **WHO)
    affiliate(member=gone, of=scene.first, college="", period=Period(date(2024, 1, 1)), **WHO)
    affiliate(member=kept, of=scene.second, college="", period=Period(date(2024, 1, 1)), **WHO)
    affiliate(member=gone, of=scene.second, college="", period=Period(date(2025, 1, 1), date(2026, 1, 1)), **WHO)
    before = everything()
    made = one(kept, gone, head)
    first = [row.dates for row in Affiliation.objects.filter(of=scene.first, member=kept).order_by("period")]
    assert first == [Period(date(2024, 1, 1), date(2025, 1, 1)), Period(date(2025, 1, 1))]
    assert Affiliation.objects.get(of=scene.second, member=kept).dates == Period(date(2024, 1, 1))
    assert not Affiliation.objects.filter(member=gone).exists()
    undo_merge(made=made, **WHO)
    assert everything() == before


@pytest.mark.parametrize("fault", ["numbers", "itself", "network", "college"])
def test_what_cannot_be_one_is_told_and_nothing_is_written(scene, head, lavoirs, fault):
    kept, gone = lavoirs
    with arranging():
        if fault == "numbers":
            Organisation.objects.filter(pk=kept.pk).update(siren="552032534")
        elif fault == "itself":
            Affiliation.objects.create(member=gone, of=kept, period=since(TODAY))
        elif fault == "college":
            for row, college in ((kept, "a"), (gone, "b")):
                Affiliation.objects.create(member=row, of=scene.first, college=college, period=since(TODAY))
    if fault == "network":
        kept, gone = kept, scene.first
    before = everything()
    with pytest.raises(Refused):
        one(kept, gone, head)
    assert everything() == before and not Merge.objects.exists()


@pytest.fixture
def annes(scene) -> tuple[Person, Person]:
    """Somebody entered twice, who sits under the second."""
    gone = scene.administrator_of(scene.first)
    with arranging():
        kept = PersonFactory(given_name="Anne", family_name="Le Gall", email="anne@exemple.fr")
        gone.given_name, gone.family_name, gone.email = "Anne", "Legall", "a.legall@exemple.fr"
        gone.account = Account.objects.create_account(gone.email)
        gone.save()
        Consent.objects.create(person=gone, what="name", period=since(TODAY))
    return kept, gone


def test_somebody_sits_signs_in_and_is_found_under_the_record_that_stands(scene, head, annes):
    kept, gone = annes
    before, account = everything(), gone.account
    made = one(kept, gone, head)
    kept.refresh_from_db()
    assert kept.account == account and [hat.organisation for hat in actor_of(kept, TODAY).hats] == [scene.first.pk]
    assert person_and_actor(TODAY, account=account.pk)[0] == kept
    assert person_and_actor(TODAY, pk=gone.pk)[0] == kept
    assert kept.consents.get().what == "name"
    file = grid("Personnes", "nom|prénom|adresse électronique", ("Legall", "Anne", "A.LEGALL@exemple.fr"))
    outcome = rehearse(file_of(file), within=head, **WHO)
    assert outcome.is_clean and outcome.written.counts["unchanged"] == 1
    with pytest.raises(Invalid, match="Anne Le Gall"):
        register_person(within=head, given_name="A", family_name="B", email="a.legall@exemple.fr", **WHO)
    told = {line.value for part in dossier(kept) for row in part.rows for line in row.lines}
    assert "Legall" in told
    assert not check_tables(now=NOW).faults
    undo_merge(made=made, **WHO)
    assert everything() == before and not check_tables(now=NOW).faults


def test_of_two_accesses_each_still_enters(scene, head, annes):
    kept, gone = annes
    with arranging():
        Person.objects.filter(pk=kept.pk).update(account=Account.objects.create_account("anne@exemple.fr"))
    one(kept, gone, head)
    kept.refresh_from_db()
    for account in (kept.account_id, gone.account_id):
        assert person_and_actor(TODAY, account=account)[0] == kept


def test_who_enters_by_either_is_told_by_letter_once_it_is_done(
    scene, head, annes, mailoutbox, django_capture_on_commit_callbacks
):
    kept, gone = annes
    with django_capture_on_commit_callbacks(execute=True):
        made = one(kept, gone, head)
    jobs.run()
    assert sorted(letter.to[0] for letter in mailoutbox) == ["a.legall@exemple.fr", "anne@exemple.fr"]
    assert "entre désormais dans celle qui est gardée" in mailoutbox[0].body
    undo_merge(made=made, **WHO)
    with django_capture_on_commit_callbacks(execute=True):
        rehearse_verbs([lambda: one(kept, gone, head)], on=TODAY)
    jobs.run()
    assert len(mailoutbox) == 2  # what is only tried tells nobody
    with arranging():
        Person.objects.filter(pk=gone.pk).update(account=None)
    with django_capture_on_commit_callbacks(execute=True):
        one(kept, Person.objects.get(pk=gone.pk), head)
    jobs.run()
    assert len(mailoutbox) == 2  # nobody entered by it


def test_two_mandates_in_one_seat_are_one(scene, head, annes):
    kept, gone = annes
    mandate = Mandate.objects.get(person=gone)
    with arranging():
        Mandate.objects.filter(pk=mandate.pk).update(period=since(TODAY - timedelta(days=10)))
        same = {"seat": mandate.seat, "represents": mandate.represents, "family": "", "origin": mandate.origin}
        Mandate.objects.create(person=kept, period=since(TODAY - timedelta(days=400)), **same)
    made = one(kept, gone, head)
    assert Mandate.objects.filter(seat=mandate.seat, person__in=(kept, gone)).count() == 1
    undo_merge(made=made, **WHO)
    assert Mandate.objects.get(person=gone) == mandate and not check_tables(now=NOW).faults


def test_nobody_merges_their_own_record(scene, head, annes):
    kept, _ = annes
    coordination = scene.coordination
    own = Person.objects.get(pk=coordination.person)
    for pair in ((own, kept), (kept, own)):
        with pytest.raises(Denied, match="la vôtre"):
            one(*pair, head, actor=coordination)
    with pytest.raises(Denied, match="tête de réseau"):
        merge(kept=kept, gone=annes[1], within=scene.grouping, **WHO)
    assert one(kept, annes[1], head, actor=coordination).state == "merged"


def test_who_is_called_to_a_meeting_stays(head):
    with arranging():
        met = gathering(state=State.CONVENED)
        other = PersonFactory()
    called = met.entries[0].person
    where = Organisation.objects.filter(scale="head").first() or head
    with pytest.raises(Refused, match=r"convoquée.*encore en cours.*gardez plutôt cette fiche"):
        one(other, called, where)
    assert one(called, other, where).kept == called.pk


def test_an_undo_is_refused_once_something_changed_and_a_merge_is_undone_once(scene, head, lavoirs):
    kept, gone = lavoirs
    made = one(kept, gone, head)
    with pytest.raises(Refused, match="déjà fondue"):
        one(kept, gone, head)
    with arranging():
        Organisation.objects.filter(pk=kept.pk).update(locality="Guingamp")
    with pytest.raises(Refused, match="a changé depuis"):
        undo_merge(made=made, **WHO)
    with arranging():
        Organisation.objects.filter(pk=kept.pk).update(locality="Bégard")
    undo_merge(made=made, **WHO)
    with pytest.raises(Refused, match="rien à séparer"):
        undo_merge(made=made, **WHO)


def test_a_merge_that_is_interrupted_leaves_both(scene, head, lavoirs, monkeypatch):
    kept, gone = lavoirs
    affiliate(member=gone, of=scene.first, college="", period=Period(TODAY), **WHO)
    before = everything()
    monkeypatch.setattr(Merge.objects, "create", lambda **said: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        one(kept, gone, head)
    assert everything() == before


def test_a_third_record_leads_to_the_last_that_stands(head, lavoirs):
    kept, gone = lavoirs
    third = register_organisation(within=head, name="Lavoir de Bégard", period=Period(), **WHO)
    one(kept, gone, head)
    made = one(third, kept, head)
    assert {row.into for row in Organisation.everything.filter(pk__in=(kept.pk, gone.pk))} == {third}
    undo_merge(made=made, **WHO)
    assert Organisation.everything.get(pk=gone.pk).into == kept


def test_what_may_be_one_is_proposed_and_what_is_two_no_more(head, lavoirs, annes):
    found = [(one.kept, one.gone) for one in doubles(TODAY) if {one.kept, one.gone} & {*lavoirs, *annes}]
    assert (annes[1], annes[0]) in found  # who can come in is proposed to stand
    assert (lavoirs[1], lavoirs[0]) in found
    tell_apart(one=annes[0], other=annes[1], within=head, **WHO)
    tell_apart(one=lavoirs[1], other=lavoirs[0], within=head, **WHO)
    assert not [one for one in doubles(TODAY) if {one.kept, one.gone} & {*lavoirs, *annes}]
    with pytest.raises(Refused, match="déjà dit"):
        tell_apart(one=annes[1], other=annes[0], within=head, **WHO)


def test_the_screens_compare_merge_and_separate(scene, head, lavoirs, readers, settings):
    kept, gone = lavoirs
    affiliate(member=gone, of=scene.first, college="", period=Period(TODAY), **WHO)
    client = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    listed = reverse("imports:doubles", args=[head.slug])
    pair = reverse("imports:double", args=[head.slug, kept.pk, gone.pk])
    assert "Doublons possibles" in client.get(listed).text
    page = client.get(pair)
    assert page.status_code == 200 and "732829320" in page.text and scene.first.name in page.text
    assert "passe à la fiche gardée" in page.text and not Merge.objects.exists()
    for other in (readers.direction, readers.hatless, readers.elsewhere):
        assert other.get(listed).status_code == other.get(pair).status_code == other.post(pair).status_code == 403
    assert readers.public.get(pair).status_code == 302
    tried = client.post(pair)
    assert tried.status_code == 200 and "Ce que diraient les articles" in tried.text and not Merge.objects.exists()
    assert client.post(pair, {"etape": "confirmer"}).url == listed
    made = Merge.objects.get()
    assert "Déjà fondues" in client.get(listed).text and client.get(pair).status_code == 404
    back = reverse("imports:separate", args=[head.slug, made.pk])
    assert client.get(back).status_code == 200 and client.post(back).url == listed
    assert client.get(back).status_code == 404
    assert client.post(reverse("imports:apart", args=[head.slug, kept.pk, gone.pk])).url == listed
    assert Merge.objects.filter(state="apart").exists()
    network = reverse("imports:double", args=[head.slug, kept.pk, scene.first.pk])
    assert "garde" in client.get(network).text and client.post(network).status_code == 409
