"""An end commits a party: it rests on a decision of its register, or on the power of whoever writes it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from kevread.agreements.models import Agreement, Event
from kevread.agreements.operations import agree_end, end_together, give_notice
from kevread.charter.models import Keeping
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.delegations import operations as delegations
from kevread.delegations.loader import acts
from kevread.delegations.models import Grant
from kevread.delegations.operations import Terms
from kevread.directory.models import Person
from kevread.documents.files import File
from kevread.seats.asks import END_AGREEMENT
from kevread.seats.queries import actor_of
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.databases import as_administrator
from tests.factories import OrganisationFactory, since
from tests.gatherings.decided import decided
from tests.guards.of_agreements import made
from tests.guards.of_seats import NEXT_YEAR
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NO_POWER = "il y faut une délégation"


def board(scene: Scene) -> str:
    return f"{scene.grouping.slug}-board"


def notice(scene: Scene, found: Agreement, **more) -> Event:
    """Of the grouping, by its direction: who keeps its agreements, and may not commit it."""
    told = {"actor": scene.direction, "told_on": TODAY, "means": "registered", "now": NOW}
    return give_notice(agreement=found, by=found.parties.get(role="groupement"), **{**told, **more})


def line(scene: Scene, slug: str = "", type_: str = "other", **more):
    with arranging():
        return decided(slug or board(scene), type_, **more)


def entrusted(scene: Scene, act: str = "fin-de-convention", **period) -> Grant:
    """The presidency of the grouping entrusts its direction with this act, in due form; then its days are those."""
    giver = scene.world.holder(board(scene), "president")
    post = scene.world.holder(f"{scene.grouping.slug}-team", "direction")
    terms = Terms(post, "powers", (act,), Period.through(TODAY, NEXT_YEAR))
    asked = {"organisation": scene.grouping, "office": giver, "terms": terms}
    made_ = delegations.give(actor=actor_of(giver.person, TODAY), now=NOW, **asked)
    delegations.accept(actor=scene.direction, grant=made_, now=NOW)
    if period:
        with arranging():
            Grant.objects.filter(pk=made_.pk).update(**period)
    return made_


def test_the_federation_ties_it_to_an_act(scene: Scene):
    assert acts().label(acts().of_gesture(END_AGREEMENT, TODAY)) == "Mettre fin à une convention"


def test_whoever_keeps_agreements_may_not_end_them_for_that(scene: Scene):
    with pytest.raises(Denied, match=NO_POWER) as told:
        notice(scene, made(scene))
    (way,) = told.value.ways
    assert (way.screen, way.where["act"]) == ("ask_delegation", "fin-de-convention")
    assert str(scene.world.holder(board(scene), "president").person) in way.label
    assert not Event.objects.exists()


def test_the_presidency_may_by_its_office_and_it_is_written(scene: Scene):
    event = notice(scene, made(scene), actor=scene.presidency)
    event.refresh_from_db()
    assert event.decision is None and "de par cette fonction" in event.authority


def test_a_delegation_of_that_act_lets_one_and_it_is_written(scene: Scene):
    entrusted(scene)
    assert notice(scene, made(scene)).authority.startswith("Par délégation de")


def test_the_neighbouring_act_does_not(scene: Scene):
    """To sign an agreement is not to end one."""
    entrusted(scene, "demande-de-subvention")
    with pytest.raises(Denied, match=NO_POWER):
        notice(scene, made(scene))


@pytest.mark.parametrize(
    ("period", "word"),
    [(since(TODAY - 30 * DAY, TODAY - DAY), "a pris fin"), (since(TODAY + DAY, NEXT_YEAR), "ne commence que")],
    ids=["ended yesterday", "begins tomorrow"],
)
def test_a_delegation_of_other_days_does_not(scene: Scene, period, word):
    entrusted(scene, period=period)
    with pytest.raises(Denied, match=f"ne suffit pas : elle {word}"):
        notice(scene, made(scene))


def test_one_that_ended_yesterday_does_not_by_saying_that_it_was_yesterday(scene: Scene):
    entrusted(scene, period=since(TODAY - 30 * DAY, TODAY - DAY), accepted_on=TODAY - 30 * DAY)
    with pytest.raises(Denied, match="ne suffit pas"):
        notice(scene, made(scene), told_on=TODAY - DAY)


def test_one_of_today_does_not_for_what_was_told_yesterday(scene: Scene):
    entrusted(scene)
    with pytest.raises(Invalid, match="vous ne pouviez pas engager") as told:
        notice(scene, made(scene), told_on=TODAY - DAY)
    assert told.value.field == "told_on"
    assert notice(scene, made(scene), told_on=TODAY)


def test_a_delegation_written_afterwards_gives_nothing_for_the_day_that_its_paper_bears(scene: Scene):
    """The board is told to have decided it two months ago; what anybody may type today says nothing of that day."""
    first = TODAY - 60 * DAY
    decision = line(scene, type_="delegation-rh", on=first)
    post = scene.world.holder(f"{scene.grouping.slug}-team", "direction")
    terms = Terms(post, "powers", ("fin-de-convention",), Period.through(first, NEXT_YEAR))
    paper = File("delegation.pdf", b"%PDF-1.7 signed", "application/pdf")
    asked = {"organisation": scene.grouping, "body": decision.body, "terms": terms, "decided_in": decision.pk}
    with pytest.raises(Denied, match="s’engage ici"):
        delegations.record(actor=scene.coordination, now=NOW, **asked)
    made_ = delegations.record(actor=scene.presidency, now=NOW, **asked)
    with pytest.raises(Denied, match="s’engage ici"):
        delegations.deposit(actor=scene.coordination, grant=made_, file=paper, signed_on=first, now=NOW)
    delegations.deposit(actor=scene.presidency, grant=made_, file=paper, signed_on=first, now=NOW)
    with pytest.raises(Invalid, match="n’est écrite ici, acceptée, que depuis") as told:
        notice(scene, made(scene), told_on=TODAY - DAY)
    assert told.value.field == "told_on" and not Event.objects.exists()
    later = NOW + timedelta(days=2)
    assert notice(scene, made(scene), told_on=TODAY + DAY, now=later).authority.startswith("Par délégation de")


def test_when_one_was_written_is_not_told_by_an_act_whose_hour_was_changed_for_a_minute(scene: Scene):
    """By whoever owns the tables: the act is no longer the one that was stamped."""
    entrusted(scene, period=since(TODAY - 30 * DAY, NEXT_YEAR), accepted_on=TODAY - 30 * DAY)
    with pytest.raises(Invalid, match="n’est écrite ici, acceptée, que depuis"):
        notice(scene, made(scene), told_on=TODAY - DAY)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE journal_act SET at = at - interval '30 days' WHERE id IN "
            "(SELECT act_id FROM journal_change WHERE \"table\" = 'delegations_grant')"
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    with pytest.raises(Refused, match="n’est plus ce qui l’a été"):
        notice(scene, made(scene), told_on=TODAY - DAY)
    assert not Event.objects.exists()


def test_the_power_of_another_organisation_does_not(scene: Scene):
    """Who presides over a pôle of the grouping, or over the head, does not speak for the grouping."""
    found = made(scene)
    for actor in (scene.president_of(scene.second), scene.actor("cress-board", "president")):
        with pytest.raises(Denied):
            notice(scene, found, actor=actor)


def test_by_a_decision_of_its_register_whoever_keeps_them_writes_it(scene: Scene):
    adopted = line(scene, on=TODAY)
    event = notice(scene, made(scene), decision=adopted)
    assert (event.decision, event.authority) == (adopted, adopted.quoted)


@pytest.mark.parametrize(
    ("slug", "type_", "more", "sentence"),
    [
        ("", "other", {"outcome": "rejected"}, "ni un avis, ni un rejet"),
        ("cress-board", "other", {}, "pas au registre"),
        ("", "radiation", {}, "porte sur autre chose"),
        ("", "modeles-communs", {}, "porte sur autre chose"),
        ("team", "other", {}, "pas l’instance"),
        ("", "other", {"on": TODAY - 400 * DAY}, "une décision d’avant"),
    ],
    ids=["rejected", "of another", "of something else", "of models", "of another body", "of before"],
)
def test_a_decision_that_does_not_end_it_is_refused_on_its_field(scene: Scene, slug, type_, more, sentence):
    wrong = line(scene, f"{scene.grouping.slug}-team" if slug == "team" else slug, type_, **more)
    with pytest.raises(Invalid, match=sentence) as told:
        notice(scene, made(scene), decision=wrong)
    assert told.value.field == "decision"


def test_a_decision_of_after_or_that_a_later_one_corrects_is_refused(scene: Scene):
    late = line(scene, on=TODAY)
    with pytest.raises(Invalid, match="après ce qu’elle aurait permis") as told:
        notice(scene, made(scene), decision=late, told_on=TODAY - DAY)
    assert told.value.field == "decision"
    with arranging():
        decided(board(scene), "other", corrects=late, reason="Une erreur de rédaction.")
    with pytest.raises(Invalid, match="corrigée par une autre") as told:
        notice(scene, made(scene), decision=late)
    assert told.value.field == "decision"


def test_that_by_which_it_was_approved_does_not_end_it(scene: Scene):
    found, approving = made(scene), line(scene)
    with arranging():
        text = found.instruments.get()
        text.approvals.filter(party__role="groupement").update(decision=approving, authority="")
    with pytest.raises(Invalid, match="a approuvé cette convention") as told:
        notice(scene, found, decision=approving)
    assert told.value.field == "decision"


def test_what_a_party_outside_the_network_tells_is_written_as_it_came(scene: Scene):
    with arranging():
        found = agreed("etat", OrganisationFactory(name="Un ministère", scale=""), scene.world.head)
    found = Agreement.objects.select_related("organisation").get(pk=found.pk)
    theirs = found.parties.exclude(organisation=scene.world.head).get()
    asked = {"actor": scene.coordination, "agreement": found, "by": theirs, "told_on": TODAY, "means": "registered"}
    with pytest.raises(Invalid) as told:
        give_notice(decision=line(scene, "cress-board"), now=NOW, **asked)
    assert told.value.field == "decision"
    assert give_notice(now=NOW, **asked).authority == ""


def test_where_nobody_keeps_delegations_nothing_is_refused_in_their_name(scene: Scene):
    with arranging():
        Keeping.objects.filter(organisation=scene.grouping, register="delegations").delete()
    assert "n’est pas tenu" in notice(scene, made(scene)).authority


def together(scene: Scene, found: Agreement, **more) -> Event:
    asked = {"actor": scene.presidency, "told_on": TODAY, "last": TODAY + DAY, "note": "Lettres des deux.", "now": NOW}
    done = end_together(agreement=found, **{**asked, **more})
    return Event.objects.select_related("agreement__organisation").get(pk=done.pk)


def test_an_end_together_commits_whoever_proposes_it_and_whoever_agrees(scene: Scene):
    found = made(scene)
    with pytest.raises(Denied, match=NO_POWER):
        together(scene, found, actor=scene.direction)
    event = together(scene, found)
    assert "de par cette fonction" in event.authority
    with pytest.raises(Denied, match=NO_POWER):
        agree_end(actor=scene.coordination, event=event, now=NOW)
    with pytest.raises(Invalid) as told:
        agree_end(actor=scene.coordination, event=event, decision=line(scene), now=NOW)
    assert told.value.field == "decision"
    theirs = line(scene, "cress-board")
    done = agree_end(actor=scene.coordination, event=event, decision=theirs, now=NOW)
    done.refresh_from_db()
    assert (done.agreed_decision, done.agreed_authority) == (theirs, theirs.quoted)


def test_whoever_presides_agrees_by_their_office(scene: Scene):
    event = together(scene, made(scene))
    done = agree_end(actor=scene.actor("cress-board", "president"), event=event, now=NOW)
    assert done.agreed_decision is None and "de par cette fonction" in done.agreed_authority


def test_nobody_proposes_an_end_for_a_party_that_is_not_theirs(scene: Scene):
    """The coordination keeps agreements everywhere, and speaks for the head alone."""
    with arranging():
        found = agreed("hierarchique-fonctionnelle", scene.grouping, scene.first)
    found = Agreement.objects.select_related("organisation").get(pk=found.pk)
    with pytest.raises(Denied, match="pas dire à sa place"):
        together(scene, found, actor=scene.coordination, decision=line(scene))


def page_of(scene: Scene, settings, actor, name: str, *args, slug: str = ""):
    client = entered_as(Person.objects.get(pk=actor.person), settings)
    return client, reverse(f"agreements:{name}", args=[slug or scene.grouping.slug, *args])


def test_the_page_says_before_by_what_and_loses_nothing(scene: Scene, settings):
    found, adopted = made(scene), line(scene, title="Quitter l’accord")
    before = line(scene, on=TODAY - 400 * DAY, title="D’avant la convention")
    client, where = page_of(scene, settings, scene.direction, "happen", found.pk, "preavis")
    page = text_of(client.get(where))
    assert "Vous n’avez pas le pouvoir d’engager" in page and "Demander cette délégation" in page
    assert "Sans décision, vous ne pouvez pas l’inscrire" in page and "Par quelle décision (facultatif)" not in page
    assert adopted.title in page and before.title not in page
    said = {
        "by": str(found.parties.get(role="groupement").pk),
        "told_on": TODAY.isoformat(),
        "means": "registered",
        "note": "Lettre du siège",
    }
    wrong = client.post(where, said)
    assert wrong.status_code == 422
    assert "Choisissez la décision" in text_of(wrong) and "Lettre du siège" in wrong.text
    assert not Event.objects.exists()
    done = text_of(client.post(where, said | {"decision": str(adopted.pk)}, follow=True))
    assert "Inscrit par une décision que cette partie cite" in done and adopted.reference in done


def test_the_page_of_whoever_may_says_by_what_right(scene: Scene, settings):
    found = made(scene)
    client, where = page_of(scene, settings, scene.presidency, "happen", found.pk, "preavis")
    page = text_of(client.get(where))
    assert "Sans décision, vous l’inscrivez à ce titre" in page and "Vous n’avez pas le pouvoir" not in page
    said = {
        "by": str(found.parties.get(role="groupement").pk),
        "told_on": TODAY.isoformat(),
        "means": "registered",
        "decision": "",
    }
    done = text_of(client.post(where, said, follow=True))
    assert "Inscrit sans décision citée" in done


def test_an_end_is_agreed_on_its_page(scene: Scene, settings):
    event = together(scene, made(scene))
    client, where = page_of(scene, settings, scene.coordination, "agree_end", event.pk, slug="cress")
    assert "Vous n’avez pas le pouvoir d’engager" in text_of(client.get(where))
    assert client.post(where, {}).status_code == 422
    theirs = line(scene, "cress-board")
    done = text_of(client.post(where, {"decision": str(theirs.pk)}, follow=True))
    assert "Accepté par une décision que l’autre partie cite" in done and theirs.reference in done
    event.refresh_from_db()
    assert event.agreed_on == TODAY


def test_one_written_before_this_was_asked_says_that_nothing_tells_it(scene: Scene, settings):
    found = made(scene)
    with arranging():
        Event.objects.create(
            agreement=found, kind="notice", told_on=TODAY, last=TODAY + DAY, by=found.parties.get(role="groupement")
        )
    client, where = page_of(scene, settings, scene.direction, "agreement", found.pk)
    assert "Rien ne dit ce qui le permettait à cette partie." in text_of(client.get(where))
