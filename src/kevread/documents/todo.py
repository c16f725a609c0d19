"""What waits for a signature."""

from collections.abc import Sequence
from uuid import UUID

from kevread.common.errors import Way
from kevread.common.todo import Asker, ToDo, why
from kevread.documents.asks import READ_AT
from kevread.documents.models import Document, SignatureAsked, Version, at_home, read_with_rows
from kevread.documents.queries import to_sign
from kevread.documents.queries.circles import unfollowed
from kevread.documents.queries.on_paper import to_answer
from kevread.ui.places import screen_address, way_address


def signatures_to_give(asker: Asker) -> list[ToDo]:
    """The documents that wait for one's signature, each with the page where it is read; where several are signed together."""
    found = to_sign(asker.person.pk, asker.on)
    ways = where_signed(found)
    together = [asked for asked in found if hasattr(asked.version, "circle")]
    several = screen_address("documents:to_sign_several", scale=asker.scale.slug) if len(together) > 1 else ""
    return [
        ToDo(
            f"Signer « {asked.version.document.title} »",
            f"Votre signature est attendue : {signing_as(asked)}. Conservé par {asked.version.document.organisation.name}.",
            way_address(ways[asked.pk]),
            "Lire et signer",
            is_mine=True,
            beside="Les signer ensemble" if several and asked in together else "",
            beside_url=several if asked in together else "",
        )
        for asked in found
    ]


def refusals_to_follow(asker: Asker) -> list[ToDo]:
    """What somebody refused to sign, told to whoever had asked for it and may still follow it there, with the reason."""
    rows = unfollowed(asker.on).filter(circle__asked_by=asker.person.pk)
    rows = rows.filter(circle__version__document__in=Document.objects.visible_to(asker.actor))
    rows = rows.select_related("person", "circle__version__document__organisation").defer("circle__version__data")
    return [
        ToDo(
            f"{step.person} a refusé de signer « {document.title} » : décider de la suite",
            f"Vous l’aviez demandé. Motif : {step.reason}",
            screen_address("documents:circle", scale=document.organisation.slug, key=document.pk),
            "Voir la demande",
            is_reserved=document.kind in read_with_rows(),
        )
        for step in rows.order_by("-at", "pk")[:10]
        if asker.actor.hat_for("keep_document", (document := step.circle.version.document).organisation_id)
    ]


def signing_as(asked: SignatureAsked) -> str:
    """In which quality, and for whom: one may sign for another organisation than the one that keeps the document."""
    return f"{asked.quality}, {asked.organisation.name}" if asked.organisation else asked.quality


def where_signed(found: Sequence[SignatureAsked]) -> dict[UUID, Way]:
    """Of each signature that is awaited, the page where its document is read and signed."""
    keys = [asked.version.document_id for asked in found]
    ways: dict[UUID, Way] = {}
    for read_at in READ_AT if keys else ():
        ways |= read_at(keys)
    return {asked.pk: ways.get(asked.version.document_id) or page_of(asked.version) for asked in found}


def page_of(version: Version) -> Way:
    where = {"scale": version.document.organisation.slug, "key": version.document_id}
    return Way("Lire et signer", "documents:to_sign" if hasattr(version, "circle") else "documents:document", where)


def denials_to_answer(asker: Asker) -> list[ToDo]:
    """A party says that it did not sign what this organisation deposited: told to those who keep its documents."""
    hat = asker.actor.hat_for("keep_document", asker.scale.pk)
    if hat is None or asker.scale.pk not in at_home(asker.actor):
        return []
    return [
        ToDo(
            f"{one.signature.organisation.name} dit ne pas avoir signé « {one.signature.version.document.title} » : répondre",
            why(hat),
            f"{screen_address('documents:document', scale=asker.scale.slug, key=one.signature.version.document_id)}#papier",
            "Voir le document",
        )
        for one in to_answer(asker.scale.pk, asker.on)[:10]
    ]
