"""An agreement put to signature: several at once, signed with the last signature, refused with its reason; by what right."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from kevread.agreements.models import Agreement, Approval, Instrument
from kevread.agreements.operations import annul, put_to_signatures, record_signed, write_clause
from kevread.agreements.queries.standing import standing_of
from kevread.agreements.rules import State
from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Person
from kevread.documents.models import Circle, Document, Version
from kevread.documents.operations import refuse_to_sign, sign_version, withdraw_circle
from kevread.documents.queries.sealed import known, sealed_bytes
from kevread.journal.models import Act
from kevread.mail.models import Dispatch
from kevread.seats.queries import actor_of
from tests import jobs
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_sign_version import code_sent
from tests.factories import OrganisationFactory, PersonFactory, since
from tests.gatherings.decided import decided
from tests.guards.of_agreements import SIGNED
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene
from tests.sittings.test_certify_extract import words_of

pytestmark = pytest.mark.django_db
KIND = "responsables-conjoints"
WHY = "Le montant n’est pas celui du conseil."


@pytest.fixture
def presidents(scene: Scene) -> dict[str, Person]:
    """Those of the head and of the grouping, with an address each."""
    found = {
        place.slug: scene.world.holder(f"{place.slug}-board", "president").person
        for place in (scene.world.head, scene.grouping)
    }
    with arranging():
        for slug, person in found.items():
            person.email = f"{slug}@exemple.org"
            person.save()
    return found


@pytest.fixture
def author(scene: Scene) -> Person:
    person = Person.objects.get(pk=scene.direction.person)
    with arranging():
        person.email = "auteurice@exemple.org"
        person.save()
    return person


def ready(scene: Scene, title: str = "Accord", **more) -> Instrument:
    with arranging():
        found = agreed(KIND, scene.world.head, scene.grouping, title=title, stage="talks", **more)
    return Instrument.objects.select_related("agreement__organisation").get(agreement=found)


def put(scene: Scene, presidents: dict[str, Person], *texts: Instrument, **more) -> list[Circle]:
    signers = {scene.world.head.pk: presidents["cress"], scene.grouping.pk: presidents[scene.grouping.slug]}
    asked = {
        "actor": scene.direction, "organisation": scene.grouping, "instruments": texts, "signers": signers, "now": NOW,
    } | more  # fmt: skip
    return put_to_signatures(**asked)


def signs(person: Person, circle: Circle, now=NOW):
    actor = actor_of(person, TODAY)
    return sign_version(
        actor=actor, version=circle.version, code=code_sent(actor, circle.version, now), now=now, consents=True
    )


def state(text: Instrument, on=TODAY) -> State:
    return standing_of(Agreement.objects.get(pk=text.agreement_id), on).state


def test_it_is_signed_with_the_last_signature_and_its_file_proves_it(scene: Scene, presidents, settings):
    text = ready(scene, starts_on=TODAY)
    (circle,) = put(scene, presidents, text)
    assert state(text) is State.SIGNING
    signs(presidents["cress"], circle)
    assert state(text) is State.SIGNING
    signs(presidents[scene.grouping.slug], circle)
    text.refresh_from_db()
    assert (text.stage, text.signed_on, state(text)) == ("signed", TODAY, State.IN_FORCE)
    said = {one.party.organisation.slug: one for one in text.approvals.select_related("party__organisation", "signer")}
    assert {slug: one.signer for slug, one in said.items()} == presidents
    assert said["cress"].signer_name == str(presidents["cress"]) and said["cress"].signed_on == TODAY
    file = sealed_bytes(Version.objects.get(document=text.document))
    report = known(file).report
    assert (report.verdict, len(report.signatures)) == ("valid", 2)
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    answer = client.get(reverse("agreements:agreement_document", args=[scene.grouping.slug, text.agreement_id]))
    assert answer.content == file


def test_five_contracts_leave_at_once(scene: Scene, presidents):
    texts = [ready(scene, f"Contrat {number}") for number in range(5)]
    found = put(scene, presidents, *texts)
    assert len(found) == 5 and Act.objects.filter(verb="agreements.put_to_signature").count() == 1
    assert Dispatch.objects.filter(person__in=presidents.values()).count() == 2
    assert {state(one) for one in texts} == {State.SIGNING}


def test_all_leave_or_none(scene: Scene, presidents):
    first, second = ready(scene, "Un"), ready(scene, "Deux", authority="")
    with pytest.raises(Refused, match="pas approuvé"):
        put(scene, presidents, first, second)
    assert state(first) is State.APPROVED and not Document.objects.filter(title="Un").exists()


def test_in_order_the_second_party_waits(scene: Scene, presidents):
    (circle,) = put(scene, presidents, ready(scene), in_order=True)
    with pytest.raises(Denied, match="pas encore votre tour"):
        signs(presidents[scene.grouping.slug], circle)
    signs(presidents["cress"], circle)
    signs(presidents[scene.grouping.slug], circle)


def test_a_refusal_is_told_to_who_asked_and_who_wrote_and_the_text_is_in_talks(
    scene: Scene, presidents, author, settings
):
    text = ready(scene)
    with arranging():
        other = PersonFactory(email="autrice@exemple.org")
        Instrument.objects.filter(pk=text.pk).update(prepared_by=other)
    (circle,) = put(scene, presidents, text)
    assert (circle.act, circle.act_said) == ("convention", "Signer une convention")  # nobody is asked which it is
    refuse_to_sign(actor=actor_of(presidents["cress"], TODAY), version=circle.version, reason=WHY, now=NOW)
    jobs.run()
    told = [one for one in mail.outbox if WHY in one.body]
    assert sorted(one.to[0] for one in told) == ["auteurice@exemple.org", "autrice@exemple.org"]
    assert state(text) is State.TALKS
    client = entered_as(author, settings)
    assert WHY in text_of(client.get(reverse("home:today", args=[scene.grouping.slug])))
    page = text_of(client.get(reverse("agreements:agreement", args=[scene.grouping.slug, text.agreement_id])))
    assert "Signature refusée par" in page and WHY in page
    who = str(presidents["cress"])
    assert page.count(f"Son accord est retombé : {who} a refusé de signer pour cette organisation") == 1
    assert "N’a pas encore approuvé" not in page
    # Nobody puts it again over a refusal: the party that refused says anew what allows it to sign, and it alone.
    with pytest.raises(Refused):
        put(scene, presidents, Instrument.objects.select_related("agreement__organisation").get(pk=text.pk))
    lacking = text.approvals.filter(decision=None, authority="")
    assert [one.party.organisation for one in lacking.select_related("party__organisation")] == [scene.world.head]
    with arranging():
        lacking.update(authority="Le bureau, de nouveau")
    # A further version of the same document.
    (again,) = put(scene, presidents, Instrument.objects.select_related("agreement__organisation").get(pk=text.pk))
    assert (again.version.document_id, again.version.number) == (circle.version.document_id, 2)
    assert WHY not in text_of(client.get(reverse("home:today", args=[scene.grouping.slug])))
    for person in presidents.values():
        signs(person, again)
    assert state(text) is State.IN_FORCE


def test_a_demand_taken_back_opens_the_talks_again(scene: Scene, presidents):
    text = ready(scene)
    (circle,) = put(scene, presidents, text)
    withdraw_circle(actor=scene.direction, circle=circle, reason="Une annexe manque au texte.", now=NOW)
    assert state(text) is State.APPROVED  # nobody refused


def test_what_is_being_signed_is_not_rewritten(scene: Scene, presidents):
    text = ready(scene)
    put(scene, presidents, text)
    clause = text.clauses.select_related("instrument__agreement__organisation").get(slug="securite")
    with pytest.raises(Refused, match="en signature"):
        write_clause(actor=scene.direction, clause=clause, text="Autrement.", now=NOW)
    with pytest.raises(Refused, match="en signature"):
        record_signed(actor=scene.direction, instrument=text, signed_on=TODAY, signers=SIGNED, now=NOW)
    with pytest.raises(Refused, match="en signature"):
        put(scene, presidents, text)


def test_an_agreement_annulled_meanwhile_is_not_signed(scene: Scene, presidents):
    text = ready(scene)
    (circle,) = put(scene, presidents, text, in_order=True)
    signs(presidents["cress"], circle)
    annul(actor=scene.direction, agreement=text.agreement, reason="Le texte a été repris d’un autre.", now=NOW)
    with pytest.raises(Refused, match="annulée"):
        signs(presidents[scene.grouping.slug], circle)
    assert circle.version.signatures.count() == 1


def test_a_mandate_that_ended_this_morning_signs_nothing(scene: Scene, presidents):
    text = ready(scene)
    (circle,) = put(scene, presidents, text)
    found = scene.world.holder("cress-board", "president")
    with arranging():
        type(found).objects.filter(pk=found.pk).update(period=since(found.period.lower, TODAY - timedelta(days=1)))
    with pytest.raises(Denied, match="Aucun mandat ni aucune délégation") as told:
        signs(presidents["cress"], circle)
    assert [way.screen for way in told.value.ways] == ["ask_delegation"]
    assert state(text) is State.SIGNING


def test_who_may_not_sign_that_day_is_not_asked(scene: Scene, presidents):
    with arranging():
        stranger = PersonFactory(email="x@exemple.org")
    text = ready(scene)
    with pytest.raises(Refused, match="ne peut pas signer ceci"):
        put(scene, presidents | {"cress": stranger}, text)
    with pytest.raises(Invalid) as told:
        put(scene, presidents, text, signers={scene.grouping.pk: presidents[scene.grouping.slug]})
    assert told.value.field == "signers" and state(text) is State.APPROVED


def test_a_party_outside_the_network_signs_on_paper(scene: Scene, presidents):
    with arranging():
        found = agreed("etat", OrganisationFactory(name="Un ministère"), scene.world.head, stage="talks")
    text = Instrument.objects.select_related("agreement__organisation").get(agreement=found)
    with pytest.raises(Refused, match="Un ministère n’a personne ici"):
        put(scene, presidents, text, actor=scene.coordination, organisation=scene.world.head)


def test_only_those_kept_here_are_put(scene: Scene, presidents):
    text = ready(scene)
    with pytest.raises(Invalid) as told:
        put(scene, presidents, text, actor=scene.coordination, organisation=scene.world.head)
    assert told.value.field == "instruments"


def test_five_are_put_from_one_page(scene: Scene, presidents, author, settings):
    client = entered_as(author, settings)
    for number in range(5):
        ready(scene, f"Contrat {number}")
    where = reverse("agreements:to_signature", args=[scene.grouping.slug])
    assert where in client.get(reverse("home:today", args=[scene.grouping.slug])).text
    page = client.get(where)
    assert text_of(page).count("Contrat ") == 5
    form = page.context["form"]
    typed = {"instruments": [key for key, _ in form.fields["instruments"].choices], "turns": "together"}
    typed |= {name: form.fields[name].choices[0][0] for name in form.people}
    wrong = client.post(where, typed | {"instruments": []})
    assert wrong.status_code == 422 and "Choisissez au moins un texte." in wrong.text
    done = client.post(where, typed, follow=True)
    assert "5 demandes de signature partent." in text_of(done)
    assert Circle.objects.count() == 5
    assert "n’a l’accord de chaque partie" in text_of(client.get(where))


def test_a_decision_that_was_corrected_since_lets_nobody_sign(scene, presidents):
    """Neither when the text is put to signature, nor when the last signs it."""
    board = f"{scene.grouping.slug}-board"
    texts = [ready(scene, title) for title in ("Un", "Deux")]
    with arranging():
        ours = decided(board, "", on=TODAY)
        Approval.objects.filter(instrument__in=texts, party__organisation=scene.grouping).update(
            decision=ours, authority=""
        )
    (circle,) = put(scene, presidents, texts[0])
    signs(presidents["cress"], circle)
    with arranging():
        decided(board, "", on=TODAY, corrects=ours, reason="Une erreur de rédaction.")
    with pytest.raises(Refused, match="ne tient plus"):
        signs(presidents[scene.grouping.slug], circle)
    with pytest.raises(Refused, match="ne tient plus"):
        put(scene, presidents, texts[1])


def test_what_is_signed_says_nothing_of_the_model_that_it_was_drawn_from(scene, presidents):
    (circle,) = put(scene, presidents, ready(scene))
    said = words_of(sealed_bytes(Version.objects.get(pk=circle.version_id)))
    assert "Accord" in said and "n’a pas adopté" not in said


def test_who_does_not_keep_the_text_is_told_who_puts_it_to_signature(scene, presidents, settings):
    text = ready(scene)
    ours, theirs = (
        entered_as(presidents[place.slug], settings).get(
            reverse("agreements:agreement", args=[place.slug, text.agreement_id])
        )
        for place in (scene.grouping, scene.world.head)
    )
    assert "Mettre à la signature" in ours.text and "qui le met à la signature" not in ours.text
    assert "Mettre à la signature" not in theirs.text
    assert f"C’est {scene.grouping.name} qui le met à la signature." in text_of(theirs)
