"""A newer version comes while people are signing the one before: nobody signs that one any more, and those who had are told."""

from datetime import datetime

from django.template.loader import render_to_string

from kevread.documents.models import Circle, Version
from kevread.documents.queries.circles import followed, named
from kevread.mail.message import link_to
from kevread.mail.operations import queue_letter


def tell_of_newer(version: Version, corrects: str, now: datetime) -> None:
    """Whoever had signed this version, and whoever had asked for it, by a letter. Must run inside the act that gives the next
    one, before it is there, the document locked. Nothing where nobody was asked, or where that had ended."""
    rows = Circle.objects.filter(version=version).select_related("version__document__organisation", "asked_by")
    found = followed(list(rows))
    if not found or not found[0].is_open:
        return
    circle, document = found[0].circle, found[0].circle.version.document
    signed = {one.asked.person: one.signature for one in found[0].people if one.signature}
    for person in {circle.asked_by: None, **signed}:
        if not person.email:
            continue
        said = {"version": version, "signature": signed.get(person), "corrects": corrects}
        queue_letter(
            about=document.organisation,
            to=person,
            subject=f"Une version plus récente remplace celle qui se signait : {named(document)}",
            text=render_to_string("documents/letters/newer.txt", said).strip(),
            now=now,
            buttons=[
                (
                    "Voir le document",
                    link_to("documents:document", scale=document.organisation.slug, key=document.pk),
                )
            ],
        )
