"""A draft takes its articles, its blanks and its settings from a file in Akoma Ntoso: all of them, or nothing."""

from dataclasses import replace
from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.journal.operations import act
from kevread.statutes.models import Statutes
from kevread.statutes.permissions import may_adopt
from kevread.statutes.queries.akn import Fitted, fitted, refused_at, said_here
from kevread.statutes.queries.articles import mark_of_draft, model_of
from kevread.statutes.rules.akn_read import Found, read, wrong

from .drafting import checked, compose, fixed_settings, locked_draft, plain_blanks

MEANWHILE = "Quelqu’un d’autre vient d’écrire dans ce brouillon : relisez-le avant d’y reprendre un fichier."


def take_file(
    *, actor: Actor, statutes: Statutes, content: bytes, now: datetime, seen: str | None = None
) -> tuple[Statutes, Fitted]:
    """What a file says replaces what the draft says, and what of it is left. `seen`: the mark of the draft that a page showed.

    Raises Denied; Invalid on `file`, with its line: what cannot be read, or a value or a blank that nobody could type; Refused
    when it is no draft, or when somebody wrote in it since it was shown.
    """
    may_adopt(actor, statutes.organisation).or_raise()
    found = read(content)
    with act("statutes.take_file", actor=actor, about=statutes.organisation, now=now, arguments={"text": statutes.pk}):
        draft = locked_draft(statutes)
        if seen is not None and seen != mark_of_draft(draft):
            raise Refused(MEANWHILE)
        told = held(draft, found)
        write(draft, told)
        return draft, told


def held(draft: Statutes, found: Found) -> Fitted:
    """What the draft would be, its settings and its blanks held as if they were typed. Raises Invalid on `file`."""
    said, left = said_here(draft, found)
    try:
        values = checked(said, fixed_settings())
    except Invalid as refusal:
        raise refused_at(found, refusal) from refusal
    told, model, parts = fitted(draft, found, values, left), model_of(draft), []
    for part in told.parts:
        try:
            blanks = plain_blanks(model.named(part.slug) if model else None, part.blanks)
        except Invalid as refusal:
            raise wrong(part.line, f"« {part.title} », un blanc : {refusal.sentence}") from refusal
        parts.append(replace(part, blanks={name: blanks[name] for name in part.blanks}))
    return replace(told, parts=tuple(parts))


def write(draft: Statutes, told: Fitted) -> None:
    """Each article at its rank, written anew where it differs; those of nobody any more go."""
    before = {one.slug: one for one in draft.articles.all()}
    for rank, part in enumerate(told.parts, start=1):
        row = before.pop(part.slug, None)
        kept = {
            "rank": rank,
            "title": part.title,
            "stands": part.stands,
            "blanks": dict(part.blanks),
            "text": part.text,
        }
        if row is None:
            draft.articles.create(slug=part.slug, **kept)
        elif any(getattr(row, name) != value for name, value in kept.items()):
            for name, value in kept.items():
                setattr(row, name, value)
            row.save(update_fields=list(kept))
    for row in before.values():
        row.delete()
    if draft.values != told.values:
        draft.values = dict(told.values)
        draft.save(update_fields=["values"])
    compose(draft)
