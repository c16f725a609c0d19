"""The verbs of the directory, of documents and of letters."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from kevread.accounts.operations import create_account
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.directory import operations
from kevread.directory.models import Name, Organisation
from kevread.documents import operations as documents
from kevread.documents.files import File
from kevread.mail.models import Dispatch
from kevread.mail.operations import queue_letter, send_again
from tests.conftest import NOW, TODAY, arranging
from tests.factories import (
    AffiliationFactory,
    CoverageFactory,
    OrganisationFactory,
    PersonFactory,
    ZoneFactory,
    ZonePartFactory,
)
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

YESTERDAY = TODAY - timedelta(days=1)
SINCE = Period(TODAY)
PDF = File("rapport.pdf", b"%PDF-1.7 something", "application/pdf")


def zone_of(scene: Scene) -> Any:
    """An EPCI of the territory that nobody has."""
    with arranging():
        zone = ZoneFactory()
        ZonePartFactory(child=zone, parent=scene.world.territories[scene.grouping])
    return zone


@guarded("directory.register_organisations")
def register_organisations(scene: Scene) -> Guarded:
    def two() -> list[operations.Entered]:
        return [operations.Entered(name="Un", slug=f"un-{uuid4()}", period=SINCE) for _ in range(2)]

    head = scene.world.head
    return Guarded(do=lambda **who: operations.register_organisations(within=head, those=two(), **who), at=head)


@guarded("directory.register_organisation")
def register_organisation(scene: Scene) -> Guarded:
    asked = {"within": scene.world.head, "name": "Fonds de l’Ouest", "period": SINCE}
    return Guarded(do=lambda **who: operations.register_organisation(**asked, **who), at=scene.world.head)


@guarded("directory.amend_organisation")
def amend_organisation(scene: Scene) -> Guarded:
    asked = {"legal_form": "association", "siren": "", "siret": "", "rna": "", "locality": "Étel", "reach": ""}
    return Guarded(
        do=lambda **who: operations.amend_organisation(organisation=scene.first, **asked, **who), at=scene.first
    )


@guarded("directory.tell_reach", twice=Refused)
def tell_reach(scene: Scene) -> Guarded:
    with arranging():
        member = OrganisationFactory()
        AffiliationFactory(member=member, of=scene.grouping)
    asked = {"organisation": member, "within": scene.grouping, "reach": "local"}
    return Guarded(do=lambda **who: operations.tell_reach(**asked, **who), at=scene.grouping)


@guarded("directory.rename")
def rename(scene: Scene) -> Guarded:
    asked = {"organisation": scene.first, "kind": Name.Kind.STATUTORY, "text": "Association du pays d’Étel"}
    return Guarded(do=lambda **who: operations.rename(since=TODAY, **asked, **who), at=scene.first)


@guarded("directory.add_capacity", twice=Invalid)
def add_capacity(scene: Scene) -> Guarded:
    asked = {"organisation": scene.first, "kind": "funder", "period": SINCE}
    return Guarded(do=lambda **who: operations.add_capacity(**asked, **who), at=scene.first)


@guarded("directory.end_capacity")
def end_capacity(scene: Scene) -> Guarded:
    made = operations.add_capacity(actor=SYSTEM, organisation=scene.first, kind="funder", period=SINCE, now=NOW)
    return Guarded(
        do=lambda last=TODAY, **who: operations.end_capacity(capacity=made, last=last, **who),
        at=scene.first,
        edges=[Edge({"last": TODAY}, {"last": YESTERDAY}, "last")],
    )


@guarded("directory.affiliate", twice=Invalid)
def affiliate(scene: Scene) -> Guarded:
    """Asked where one becomes a member: the member does not do it."""
    other = scene.world.locals[scene.world.groupings[1]][0]
    asked = {"member": other, "of": scene.grouping, "college": "", "period": SINCE}
    return Guarded(do=lambda **who: operations.affiliate(**asked, **who), at=scene.grouping)


@guarded("directory.confirm_memberships", twice=Refused)
def confirm_memberships(scene: Scene) -> Guarded:
    with arranging():
        waiting = AffiliationFactory(of=scene.grouping, member__local=True, is_proposed=True)
    asked = {"of": scene.grouping, "memberships": [waiting.pk]}
    return Guarded(do=lambda **who: operations.confirm_memberships(**asked, **who), at=scene.grouping)


@guarded("directory.confirm_attachments", twice=Refused)
def confirm_attachments(scene: Scene) -> Guarded:
    with arranging():
        waiting = ZonePartFactory(
            child=ZoneFactory(), parent=scene.world.territories[scene.grouping], certainty="supposed"
        )
    asked = {"head": scene.world.head, "attachments": [waiting.pk], "source": "Carte adoptée"}
    return Guarded(do=lambda **who: operations.confirm_attachments(**asked, **who), at=scene.world.head)


@guarded("directory.end_affiliation")
def end_affiliation(scene: Scene) -> Guarded:
    with arranging():
        made = AffiliationFactory(of=scene.grouping, member__local=True)
    return Guarded(
        do=lambda last=TODAY, **who: operations.end_affiliation(affiliation=made, last=last, **who),
        at=scene.grouping,
    )


def member_of(place: Any) -> Any:
    with arranging():
        member = OrganisationFactory()
        AffiliationFactory(member=member, of=place)
    return member


@guarded("directory.list_organisation")
def list_organisation(scene: Scene) -> Guarded:
    asked = {"organisation": member_of(scene.first), "within": scene.first, "activity": "autre", "commune": None}
    return Guarded(
        do=lambda **who: operations.list_organisation(agreed_by="La présidence, par courriel", **asked, **who),
        at=scene.first,
    )


@guarded("directory.unlist_organisation", twice=Refused)
def unlist_organisation(scene: Scene) -> Guarded:
    asked = {"organisation": member_of(scene.first), "within": scene.first}
    said = {"activity": "autre", "commune": None, "agreed_by": "La présidence, par courriel"}
    operations.list_organisation(actor=SYSTEM, now=NOW, **asked, **said)
    return Guarded(do=lambda **who: operations.unlist_organisation(**asked, **who), at=scene.first)


@guarded("directory.cover_zone", twice=Refused)
def cover_zone(scene: Scene) -> Guarded:
    asked = {"organisation": scene.first, "zone": zone_of(scene), "source": "Délibération", "certainty": "documented"}
    return Guarded(do=lambda **who: operations.cover_zone(**asked, period=SINCE, **who), at=scene.first)


@guarded("directory.end_coverage")
def end_coverage(scene: Scene) -> Guarded:
    with arranging():
        made = CoverageFactory(organisation=scene.first, zone=zone_of_grouping(scene))
    return Guarded(
        do=lambda last=TODAY, **who: operations.end_coverage(coverage=made, last=last, **who),
        at=scene.first,
    )


def zone_of_grouping(scene: Scene) -> Any:
    zone = ZoneFactory()
    ZonePartFactory(child=zone, parent=scene.world.territories[scene.grouping])
    return zone


@guarded("directory.register_person", twice=Invalid)
def register_person(scene: Scene) -> Guarded:
    asked = {"within": scene.first, "given_name": "Malo", "family_name": "Riou", "email": "malo@exemple.bzh"}
    return Guarded(do=lambda **who: operations.register_person(**asked, **who), at=scene.first)


@guarded("directory.amend_person")
def amend_person(scene: Scene) -> Guarded:
    """Until it can sign in, by the organisation that registered it; and by itself. Nobody else of the network."""
    asked = {"within": scene.first, "given_name": "Malo", "family_name": "Riou"}
    person = operations.register_person(actor=SYSTEM, now=NOW, **asked)
    more = {"given_name": "Malo", "family_name": "Riou-Le Goff", "email": ""}
    return Guarded(
        do=lambda **who: operations.amend_person(person=person, **more, **who),
        at=scene.first,
        people=[person],
        others=[scene.administrator_of(scene.first)],
    )


@guarded("directory.tie_account")
def tie_account(scene: Scene) -> Guarded:
    """Until it can sign in, by the organisation that registered it."""
    asked = {"within": scene.first, "given_name": "Malo", "family_name": "Riou"}
    person = operations.register_person(actor=SYSTEM, now=NOW, **asked)
    account = create_account(email="malo@exemple.bzh", now=NOW)
    return Guarded(
        do=lambda **who: operations.tie_account(person=person, account=account, **who),
        at=scene.first,
        people=[person],
        others=[scene.administrator_of(scene.first)],
    )


# Documents.


def kept(organisation: Organisation, **more: Any) -> Any:
    asked = {"organisation": organisation, "kind": "file", "title": "Rapport", "source": PDF}
    return documents.keep_document(actor=SYSTEM, now=NOW, **asked | more)


@guarded("documents.keep")
def keep_document(scene: Scene) -> Guarded:
    asked = {"organisation": scene.first, "kind": "file", "title": "Rapport", "source": PDF}
    return Guarded(do=lambda **who: documents.keep_document(**asked, **who), at=scene.first)


@guarded("documents.keep_version")
def keep_version(scene: Scene) -> Guarded:
    """Who may keep a document there, and reads this one. Whoever only reads it may not."""
    reader = scene.administrator_of(scene.first)
    document = kept(scene.first, audience="public", readers=[reader]).document
    more = {"source": File("rapport.pdf", PDF.content + b" else", PDF.media_type), "corrects": "Une faute de frappe"}
    return Guarded(
        do=lambda **who: documents.keep_version(document=document, **more, **who), at=scene.first, others=[reader]
    )


@guarded("documents.share")
def share_document(scene: Scene) -> Guarded:
    reader, other = scene.administrator_of(scene.first), scene.administrator_of(scene.first)
    document = kept(scene.first, audience="public", readers=[reader]).document
    return Guarded(
        do=lambda **who: documents.share_document(document=document, readers=[other], **who),
        at=scene.first,
        others=[reader, other],
    )


# Letters.


@guarded("mail.send_again")
def again(scene: Scene) -> Guarded:
    with arranging():
        person = PersonFactory(email="annick@exemple.fr")
        letter = queue_letter(about=scene.first, to=person, subject="Réunion", text="À jeudi !", now=NOW)
        assert letter
        Dispatch.objects.filter(pk=letter.pk).update(state="failed")
    return Guarded(do=lambda **who: send_again(dispatch=letter, **who), at=scene.first, others=[person])
