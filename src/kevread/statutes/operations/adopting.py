"""Articles of association are adopted by an assembly: what governance uses of them is written in the same act, and taken back
with them when they were written by mistake."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kevread.charter.operations import Shifts, take_all_back, watching, write_all
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import of
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.documents.operations import freeze
from kevread.journal.operations import act
from kevread.seats.models import Body
from kevread.statutes.models import Statutes
from kevread.statutes.permissions import may_adopt
from kevread.statutes.queries.articles import lacking

from .drafting import compose, explained, locked_draft, today_of
from .handing import decided


@dataclass(frozen=True, slots=True)
class Adopted:
    """By what, on what day: a line of the register, or its day and its words; and from which day the text is in force."""

    since: date
    decision: Decision | None = None
    decided_on: date | None = None
    decided_by: str = ""


def adopt_statutes(
    *, on: date, actor: Actor, statutes: Statutes, adopted: Adopted, now: datetime
) -> tuple[Statutes, Shifts]:
    """An assembly adopted this text: it is in force from a day on, and so is each setting that it says, in one act. What it
    does not say keeps its value. With the verdicts of day `on` that change.

    Raises Denied; Invalid on `since` before the decision, or where a value is decided from that day on already, on `decision`,
    `decided_on`, `decided_by` as a handing over does, or of a body that is no assembly; Refused when it is no draft, or when
    something of it is still to be written.
    """
    organisation = statutes.organisation
    may_adopt(actor, organisation).or_raise()
    decided_on, said = decided(organisation, adopted.decision, adopted.decided_on, adopted.decided_by, today_of(now))
    if adopted.decision and adopted.decision.body.kind != Body.Kind.ASSEMBLY:
        raise Invalid("decision", "Les statuts se décident en assemblée : choisissez une décision de l’assemblée.")
    if adopted.since < decided_on:
        raise Invalid("since", f"La décision est du {day_in_words(decided_on)} : ces statuts ne valent pas avant.")
    arguments = {"statutes": statutes.pk, "since": adopted.since, "adopted_by": said}
    with (
        watching(on, *statutes.values) as shifts,
        act("statutes.adopt", actor=actor, about=organisation, now=now, arguments=arguments),
    ):
        Organisation.objects.lock(organisation.pk)
        draft = locked_draft(statutes)
        if draft.values != statutes.values:
            raise Refused("Quelqu’un d’autre vient d’écrire dans ce brouillon : relisez-le avant de l’adopter.")
        compose(draft)
        if draft.origin == Statutes.Origin.PAPER and not draft.values and not draft.document_id:
            raise Refused("Joignez le texte signé, ou inscrivez d’abord ce qu’il dit.")
        if left := lacking(draft):
            raise Refused(f"Il reste à écrire : {', '.join(left)}.")
        require_later(draft, adopted.since)
        draft.adopted_on, draft.adopted_by, draft.decision = decided_on, said, adopted.decision
        draft.since = adopted.since
        draft.save(update_fields=["adopted_on", "adopted_by", "decision", "since"])
        write_all(organisation, draft.values, adopted.since, whence(draft))
    return draft, shifts


def require_later(draft: Statutes, since: date) -> None:
    """Raises Invalid when another text is in force from that day on, or later."""
    later = Statutes.objects.adopted().filter(organisation=draft.organisation, since__gte=since).order_by("-since")
    if found := later.first():
        assert found.since is not None
        raise Invalid(
            "since",
            f"D’autres statuts sont en vigueur à partir du {day_in_words(found.since)} : choisissez un jour après, ou "
            "annulez-les s’ils sont une erreur.",
        )


def whence(statutes: Statutes) -> dict[str, Any]:
    """What the settings that a text fixes say of their decision."""
    return {
        "adopted_by": statutes.adopted_by,
        "adopted_on": statutes.adopted_on,
        "decided_in": statutes.decision_id,
    }


def annul_statutes(
    *, on: date, actor: Actor, statutes: Statutes, reason: str, now: datetime
) -> tuple[Statutes, Shifts]:
    """This text never was adopted: it never was in force, and each setting that it wrote is as it was before. It stays
    written, annulled. Raises Denied; Invalid on `reason`; Refused when it is no adopted text, or when another text, or another
    value of one of its settings, followed it: that one first."""
    organisation = statutes.organisation
    may_adopt(actor, organisation).or_raise()
    reason = explained(reason, "Dites quelle erreur vous corrigez, en 300 caractères au plus.")
    arguments = {"statutes": statutes.pk}
    with (
        watching(on, *statutes.values) as shifts,
        act("statutes.annul", actor=actor, about=organisation, now=now, arguments=arguments, reason=reason),
    ):
        Organisation.objects.lock(organisation.pk)
        row: Statutes = Statutes.objects.select_related("organisation").lock(statutes.pk)
        if row.adopted_on is None or row.annulled_on:
            raise Refused("Ces statuts ne sont pas adoptés, ou sont déjà annulés.")
        later = Statutes.objects.adopted().filter(organisation=organisation, since__gt=row.since)
        if found := later.order_by("-since").first():
            assert found.since is not None
            raise Refused(
                f"Les statuts {of(organisation.name)} du {day_in_words(found.since)} les ont suivis : annulez-les d’abord."
            )
        assert row.since is not None
        take_all_back(organisation, row.values, row.since, whence(row))
        row.annulled_on, row.because = today_of(now), reason
        row.save(update_fields=["annulled_on", "because"])
    return row, shifts


def attach_statutes(*, actor: Actor, statutes: Statutes, file: File, now: datetime) -> Statutes:
    """The signed file of a text that was signed elsewhere, or adopted since. Raises Denied; Invalid on `file`; Refused when it
    has one, or when nothing of it is signed."""
    may_adopt(actor, statutes.organisation).or_raise()
    arguments = {"statutes": statutes.pk}
    with act("statutes.attach", actor=actor, about=statutes.organisation, now=now, arguments=arguments):
        row: Statutes = Statutes.objects.select_related("organisation").lock(statutes.pk)
        is_draft = row.adopted_on is None and row.origin != Statutes.Origin.PAPER
        if is_draft or row.dropped_on or row.annulled_on:
            raise Refused("Le fichier signé se joint à des statuts adoptés, ou signés ailleurs.")
        if row.document_id:
            raise Refused("Le fichier de ces statuts est déjà conservé.")
        row.document = kept(actor, row, file, now)
        row.save(update_fields=["document"])
        return row


def kept(actor: Actor, statutes: Statutes, file: File, now: datetime) -> Document:
    """The file, kept as it was given; read from the page of the text by whoever reads that. Called in an act."""
    version = freeze(
        actor=actor,
        organisation=statutes.organisation,
        kind="file",
        source=file,
        title=f"Statuts {of(statutes.organisation.name)}",
        audience=Document.Audience.ORGANISATION,
        now=now,
    )
    return version.document
