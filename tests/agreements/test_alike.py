"""The same text with several, and one consent to several texts: read before, each its own afterwards, all of them or none."""

import pytest
from django.urls import reverse

from kevread.agreements.models import Agreement, Approval, Instrument
from kevread.agreements.operations import (
    approve_several,
    drop,
    open_agreement,
    open_alike,
    start_talks,
    take_back,
    write_clause,
)
from kevread.agreements.operations.checks import Dates
from kevread.agreements.queries.signing import whole_and_awaited
from kevread.agreements.queries.standing import mark_of_text
from kevread.common.errors import Denied, Invalid, Refused
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation, Person
from kevread.journal.models import Act
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import OrganisationFactory
from tests.gatherings.decided import decided
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene

from .test_life import KIND, parties

pytestmark = pytest.mark.django_db
WHY = "Le texte a été repris d’un autre."


@pytest.fixture
def others(scene: Scene) -> list[Organisation]:
    """Two more groupings of that network."""
    with arranging():
        return [OrganisationFactory(name=name, scale="grouping") for name in ("ESS Aval", "ESS Amont")]


@pytest.fixture
def draft(scene: Scene) -> Instrument:
    """The head’s own, with the grouping of the scene."""
    found = opened_by_the_head(scene)
    for slug, said in (("traitements", {"text": "L’annuaire."}), ("securite", {"text": "Sous 24 heures."})):
        write_clause(actor=scene.coordination, clause=clause(found, slug), now=NOW, **said)
    write_clause(
        actor=scene.coordination, clause=clause(found, "personnes"), blanks={"contact": "a@exemple.fr"}, now=NOW
    )
    return found


def opened_by_the_head(scene: Scene) -> Instrument:
    made = open_agreement(
        actor=scene.coordination,
        organisation=scene.world.head,
        kind=KIND,
        title=f"Accord de données avec {scene.grouping.name}",
        parties=parties(scene),
        dates=Dates(starts_on=TODAY, notice_months=3),
        now=NOW,
    )
    return made.instruments.select_related("agreement__organisation").get()


def clause(instrument: Instrument, slug: str):
    return instrument.clauses.select_related("instrument__agreement__organisation").get(slug=slug)


def alike(scene: Scene, draft: Instrument, organisations, **more) -> list[Agreement]:
    asked = {"actor": scene.coordination, "instrument": draft, "talks": True, "now": NOW} | more
    return open_alike(organisations=organisations, **asked)


def test_each_begins_as_the_text_it_is_taken_from_then_lives_its_own_life(scene: Scene, draft, others):
    made = alike(scene, draft, others)
    assert [one.title for one in made] == [f"Accord de données avec {one.name}" for one in others]
    for agreement, other in zip(made, others, strict=True):
        text = agreement.instruments.get()
        assert mark_of_text(text) == mark_of_text(draft), "its days and its clauses"
        assert text.stage == "talks" and text.prepared_by_id == scene.coordination.person
        assert clause(text, "personnes").blanks == {"contact": "a@exemple.fr"}
        assert {one.organisation for one in agreement.parties.all()} == {scene.world.head, other}
        assert not text.approvals.exclude(decision=None, authority="").exists()
    write_clause(actor=scene.coordination, clause=clause(made[0].instruments.get(), "securite"), text="Ici.", now=NOW)
    assert clause(draft, "securite").text == clause(made[1].instruments.get(), "securite").text == "Sous 24 heures."


def test_drafts_are_read_by_who_keeps_them_until_talks(scene: Scene, draft, others):
    (made,) = alike(scene, draft, others[:1], talks=False)
    assert made.instruments.get().stage == "draft"


def test_what_may_not_be_taken_again_is_refused_and_nothing_is_written(scene: Scene, draft, others):
    def refuses(kind: type[Exception], **more) -> None:
        count, acts = Agreement.objects.count(), Act.objects.count()
        with pytest.raises(kind):
            alike(scene, **({"draft": draft, "organisations": others} | more))
        assert (Agreement.objects.count(), Act.objects.count()) == (count, acts)

    refuses(Denied, actor=scene.direction)
    refuses(Invalid, organisations=[])
    refuses(Invalid, organisations=others * 21)
    refuses(Invalid, organisations=[scene.grouping])
    refuses(Invalid, organisations=[scene.first])  # a pôle is not what the place asks
    refuses(Refused, seen="another mark")
    alike(scene, draft, others[:1])
    refuses(Refused)  # the first of the two is being prepared already: neither is opened
    with arranging():
        outside = OrganisationFactory(scale="", name="Le Fonds")
        funding = agreed("financement", outside, scene.grouping, stage="talks")
    refuses(Refused, draft=funding.instruments.get(), actor=scene.direction)  # who gives is outside the network
    drop(actor=scene.coordination, instrument=draft, reason=WHY, now=NOW)
    refuses(Refused, organisations=others[1:])


def test_the_page_shows_what_is_opened_before_it_is(scene: Scene, draft, others, settings):
    client = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    page = reverse("agreements:open_alike", args=["cress", draft.agreement_id])
    with arranging():
        agreed(KIND, scene.world.head, others[1], title="Accord d’avant")
    assert "déjà « Accord d’avant », en vigueur" in text_of(client.get(page)).replace("\xa0", " ")
    typed = {"organisations": [one.slug for one in others], "talks": "on", "vu": client.get(page).context["mark"]}
    count = Agreement.objects.count()
    read = client.post(page, typed)
    assert "Accord de données avec ESS Aval" in text_of(read) and Agreement.objects.count() == count
    assert "Ce texte nomme" not in text_of(read)
    write_clause(actor=scene.coordination, clause=clause(draft, "securite"), text="Autrement.", now=NOW)
    stale = client.post(page, typed | {"etape": "confirmer"})
    assert stale.status_code == 422 and "Ce texte a changé" in stale.text and Agreement.objects.count() == count
    typed["vu"] = client.get(page).context["mark"]
    assert "2 conventions sont ouvertes" in text_of(client.post(page, typed | {"etape": "confirmer"}, follow=True))
    assert Agreement.objects.count() == count + 2


def test_only_who_keeps_it_is_offered_the_page(scene: Scene, draft, settings):
    start_talks(actor=scene.coordination, instrument=draft, now=NOW)
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    here = reverse("agreements:open_alike", args=[scene.grouping.slug, draft.agreement_id])
    assert client.get(here).status_code == 404
    assert "La même avec d’autres" not in client.get(here.removesuffix("/avec-d-autres")).text


@pytest.fixture
def waiting(scene: Scene, draft, others) -> list[Approval]:
    """What the head has to say of three texts in talks."""
    start_talks(actor=scene.coordination, instrument=draft, now=NOW)
    alike(scene, draft, others)
    return [one.approval for one in whole_and_awaited(scene.world.head, scene.coordination)[KIND]]


@pytest.fixture
def line(scene: Scene) -> Decision:
    with arranging():
        return decided("cress-board", "convention", title="Accords de données")


def marks(approvals) -> dict:
    return {one.pk: mark_of_text(one.instrument) for one in approvals}


def say(scene: Scene, waiting, line: Decision, **more):
    asked = {
        "actor": scene.coordination, "organisation": scene.world.head, "approvals": waiting, "decision": line,
        "seen": marks(waiting), "now": NOW,
    } | more  # fmt: skip
    return approve_several(**asked)


def given() -> int:
    return Approval.objects.exclude(decision=None).count()


def test_one_decision_approves_several_texts_in_one_act(scene: Scene, waiting, line):
    assert len(waiting) == 3
    say(scene, waiting, line)
    assert given() == 3
    (told,) = Act.objects.filter(verb="agreements.approve_several")
    assert told.arguments["texts"] == {str(key): mark for key, mark in marks(waiting).items()}, (
        "the act says which texts"
    )
    assert whole_and_awaited(scene.world.head, scene.coordination) == {}
    one = Approval.objects.select_related("party__organisation", "party__agreement__organisation").get(pk=waiting[0].pk)
    take_back(actor=scene.coordination, approval=one, reason=WHY, now=NOW)
    assert given() == 2, "each is taken back for itself"


def test_all_of_them_or_none(scene: Scene, waiting, line):
    before = marks(waiting)
    write_clause(actor=scene.coordination, clause=clause(waiting[2].instrument, "securite"), text="Autrement.", now=NOW)
    with pytest.raises(Refused, match="a changé"):
        say(scene, waiting, line, seen=before)
    assert given() == 0
    for wrong in (
        {"actor": scene.direction},
        {"waiting": []},
        {"waiting": waiting * 14},
        {"organisation": scene.grouping},
        {"seen": {}},
        {"line": decided_elsewhere(scene)},
    ):
        with pytest.raises((Denied, Invalid, Refused)):
            say(scene, **({"waiting": waiting, "line": line} | wrong))
        assert given() == 0, wrong


def decided_elsewhere(scene: Scene) -> Decision:
    with arranging():
        return decided(f"{scene.grouping.slug}-board", "convention", title="Accords de données")


def test_what_is_not_whole_is_not_offered(scene: Scene, others, line):
    draft = opened_by_the_head(scene)
    start_talks(actor=scene.coordination, instrument=draft, now=NOW)
    assert whole_and_awaited(scene.world.head, scene.coordination) == {}


def test_the_page_ticks_nothing_and_shows_every_text(scene: Scene, waiting, line, settings):
    client = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    page = reverse("agreements:approve_several", args=["cress"])
    shown = client.get(page)
    assert " checked" not in shown.text and shown.text.count("mêmes clauses que le premier") == 2
    assert shown.text.count("Sous 24 heures.") == 3
    typed = {f"vu_{one.pk}": mark for one, mark in zip(waiting, marks(waiting).values(), strict=True)}
    refused = client.post(page, typed | {"decision": str(line.pk)})
    assert refused.status_code == 422 and "Choisissez au moins un texte" in refused.text
    two = [str(one.pk) for one in waiting[:2]]
    unread = client.post(page, {"decision": str(line.pk), "texts": two})
    assert unread.status_code == 422 and given() == 0, "a press that read nothing"
    done = client.post(page, typed | {"decision": str(line.pk), "texts": two}, follow=True)
    assert "est inscrit à 2 textes" in text_of(done) and given() == 2
