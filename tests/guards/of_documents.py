"""Proofs of who may put documents to signatures, and follow them."""

from datetime import date, timedelta
from typing import Any

from kevread.common.actor import SYSTEM, Actor
from kevread.common.errors import Invalid, Refused
from kevread.documents import operations as documents
from kevread.documents.files import File
from kevread.documents.models import Circle, Document, PaperSignature
from kevread.documents.operations.circles import Signer
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_verify_document import PDF_OF_NOBODY
from tests.factories import MandateFactory, PersonFactory, since
from tests.guards.asking import Edge, Guarded, guarded
from tests.seats.scene import Scene

FILE = File("convention.pdf", PDF_OF_NOBODY, "application/pdf")
WHY = "Une autre version vient."
RIGHT = {"right": "Conseil du 3 octobre 2025"}


def president(scene: Scene) -> Any:
    return scene.world.holder(f"{scene.first.slug}-board", "president").person


def asked_to(scene: Scene) -> Actor:
    return actor_of(president(scene), TODAY)


def to_sign(scene: Scene) -> Any:
    wanted = {"organisation": scene.first, "kind": "file", "title": "Convention", "source": FILE}
    return documents.keep_document(
        actor=asked_to(scene), audience="public", now=NOW - timedelta(days=2), **wanted
    ).document


def opened(scene: Scene, document: Any = None) -> dict[str, Any]:
    signers = [Signer(president(scene), scene.first)]
    documents = [document or to_sign(scene)]
    return {"organisation": scene.first, "documents": documents, "signers": signers, "act_code": "convention"}


def circle(scene: Scene) -> Circle:
    """Asked the day before: one may remind today."""
    return documents.open_circles(actor=asked_to(scene), now=NOW - timedelta(days=1), **opened(scene))[0]


@guarded("documents.open_circles", twice=Invalid)
def open_circles(scene: Scene) -> Guarded:
    asked = opened(scene)
    return Guarded(do=lambda **who: documents.open_circles(**asked, **who), at=scene.first)


@guarded("documents.remind", twice=Refused)
def remind(scene: Scene) -> Guarded:
    """Whoever is asked to sign does not remind the others."""
    found = circle(scene)
    return Guarded(do=lambda **who: documents.remind(circle=found, **who), at=scene.first)


@guarded("documents.withdraw_circle", twice=Refused)
def withdraw_circle(scene: Scene) -> Guarded:
    found = circle(scene)
    return Guarded(do=lambda **who: documents.withdraw_circle(circle=found, reason=WHY, **who), at=scene.first)


@guarded("documents.leave_unsigned", twice=Refused)
def leave_unsigned(scene: Scene) -> Guarded:
    found = circle(scene)
    documents.refuse_to_sign(actor=asked_to(scene), version=found.version, reason=WHY, now=NOW - timedelta(days=1))
    return Guarded(do=lambda **who: documents.leave_unsigned(circle=found, **who), at=scene.first)


@guarded("documents.replace_signer", twice=Refused)
def replace_signer(scene: Scene) -> Guarded:
    found = circle(scene)
    with arranging():
        other = PersonFactory(email="autre@exemple.org")
        seat = scene.world.holder(f"{scene.first.slug}-board", "president").seat
        MandateFactory(seat=seat, person=other, period=since(TODAY - timedelta(days=9)))
    more = {"asked": found.version.asked.get(), "person": other, "reason": WHY}
    return Guarded(do=lambda **who: documents.replace_signer(circle=found, **more, **who), at=scene.first)


def pen(scene: Scene) -> PaperSignature:
    """The grouping deposited it, in the name of the second pôle; the day before."""
    wanted = {"organisation": scene.grouping, "kind": "file", "title": "Bail", "source": FILE, "audience": "public"}
    version = documents.keep_document(actor=SYSTEM, now=NOW - timedelta(days=2), **wanted)
    said = documents.OnPaper(
        organisation=scene.second,
        name="Anne Morvan",
        quality="Présidente",
        signed_on=TODAY - timedelta(days=9),
        **RIGHT,
    )
    return documents.tell_on_paper(actor=SYSTEM, version=version, said=said, now=NOW - timedelta(days=1))


def denied(scene: Scene) -> PaperSignature:
    found = pen(scene)
    documents.deny_on_paper(
        actor=scene.president_of(scene.second), signature=found, reason=WHY, now=NOW - timedelta(days=1)
    )
    return found


@guarded("documents.tell_on_paper", twice=Refused)
def tell_on_paper(scene: Scene) -> Guarded:
    version = to_sign(scene).versions.select_related("document__organisation").get()
    said = {"organisation": scene.first, "name": "Anne Morvan", "quality": "Présidente", **RIGHT}
    return Guarded(
        do=lambda signed_on=TODAY, **who: documents.tell_on_paper(
            version=version, said=documents.OnPaper(signed_on=signed_on, **said), **who
        ),
        at=scene.first,
        edges=[Edge({"signed_on": TODAY}, {"signed_on": TODAY + timedelta(days=1)}, "signed_on")],
    )


@guarded("documents.undo_on_paper", twice=Refused)
def undo_on_paper(scene: Scene) -> Guarded:
    found = pen(scene)
    return Guarded(do=lambda **who: documents.undo_on_paper(signature=found, reason=WHY, **who), at=scene.grouping)


@guarded("documents.deny_on_paper", twice=Refused)
def deny_on_paper(scene: Scene) -> Guarded:
    found = pen(scene)
    return Guarded(
        do=lambda **who: documents.deny_on_paper(signature=found, reason=WHY, **who), at=scene.second, own=True
    )


@guarded("documents.answer_denial", twice=Refused)
def answer_denial(scene: Scene) -> Guarded:
    found = denied(scene)
    return Guarded(
        do=lambda **who: documents.answer_denial(signature=found, answer=WHY, **who), at=scene.grouping, own=True
    )


@guarded("documents.withdraw_denial", twice=Refused)
def withdraw_denial(scene: Scene) -> Guarded:
    found = denied(scene)
    return Guarded(do=lambda **who: documents.withdraw_denial(signature=found, **who), at=scene.second, own=True)


def file_of(scene: Scene, **more: Any) -> Document:
    wanted = {"organisation": scene.first, "kind": "file", "title": "Reçus", "source": FILE, "audience": "public"}
    return documents.keep_document(actor=SYSTEM, now=NOW, **wanted, **more).document


@guarded("documents.erase", twice=Refused)
def erase(scene: Scene) -> Guarded:
    """A tax paper that is kept no longer since the day before."""
    dated = date(TODAY.year - 6, TODAY.month, TODAY.day) - timedelta(days=1)
    document = file_of(scene, sort="tax", dated_on=dated)
    asked = {"organisation": scene.first, "documents": [document.pk], "why": "Décision n° 2026-3"}
    return Guarded(do=lambda **who: documents.erase_documents(**asked, **who), at=scene.first, own=True)


@guarded("documents.say_sort", twice=Refused)
def say_sort(scene: Scene) -> Guarded:
    """Whoever only reads it may not."""
    reader = scene.administrator_of(scene.first)
    document = file_of(scene, readers=[reader])

    def do(day: date = TODAY, **who: Any) -> object:
        return documents.say_sort(document=document, sort="sittings", dated_on=day, **who)

    edge = Edge({"day": TODAY}, {"day": TODAY + timedelta(days=1)}, "dated_on")
    return Guarded(do=do, at=scene.first, others=[reader], edges=[edge])
