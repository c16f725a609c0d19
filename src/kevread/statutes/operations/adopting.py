"""Articles of association are adopted by an assembly, bylaws by the body that the articles name: what governance uses of them
is written in the same act, and taken back with them when they were written by mistake."""

from collections.abc import Collection
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
from kevread.statutes.models import ARTICLES, BYLAWS, Statutes
from kevread.statutes.permissions import may_adopt
from kevread.statutes.queries.articles import lacking, mark_of_draft
from kevread.statutes.queries.bylaws import contraries

from .drafting import compose, explained, locked_draft, today_of
from .handing import DECIDES, decided

ADOPTING = {ARTICLES: "statutes.adopt", BYLAWS: "statutes.adopt_bylaws"}
ANNULLING = {ARTICLES: "statutes.annul", BYLAWS: "statutes.annul_bylaws"}
DECIDERS = {ARTICLES: (Body.Kind.ASSEMBLY,), BYLAWS: DECIDES}


@dataclass(frozen=True, slots=True)
class Adopted:
    """By what, on what day: a line of the register, or its day and its words; and from which day the text is in force."""

    since: date
    decision: Decision | None = None
    decided_on: date | None = None
    decided_by: str = ""


def adopt_statutes(
    *, on: date, actor: Actor, statutes: Statutes, adopted: Adopted, now: datetime, seen: str | None = None
) -> tuple[Statutes, Shifts]:
    """A text was adopted: it is in force from a day on, and so is each setting that it says, in one act. What it
    does not say keeps its value. With the verdicts of day `on` that change. `seen`: the mark of the draft that a page showed.

    Articles are of the assembly; bylaws, of the body that the articles name, which nothing here says: the board or the
    assembly. They say nothing otherwise than the articles in force.

    Raises Denied; Invalid on `since` before the decision, or where a value is decided from that day on already, on `decision`,
    `decided_on`, `decided_by` as a handing over does, or of a body that decides no such thing; Refused when it is no draft,
    when something of it is still to be written, or when bylaws are contrary to the articles, which are quoted.
    """
    organisation = statutes.organisation
    may_adopt(actor, organisation).or_raise()
    decided_on, said = decided(organisation, adopted.decision, adopted.decided_on, adopted.decided_by, today_of(now))
    if not statutes.is_bylaws and adopted.decision and adopted.decision.body.kind not in DECIDERS[ARTICLES]:
        raise Invalid("decision", "Les statuts se décident en assemblée : choisissez une décision de l’assemblée.")
    if adopted.since < decided_on:
        raise Invalid("since", f"La décision est du {day_in_words(decided_on)} : ce texte ne vaut pas avant.")
    arguments = {"statutes": statutes.pk, "since": adopted.since, "adopted_by": said}
    with (
        watching(on, *statutes.values) as shifts,
        act(ADOPTING[statutes.kind], actor=actor, about=organisation, now=now, arguments=arguments),
    ):
        Organisation.objects.lock(organisation.pk)
        draft = locked_draft(statutes)
        if draft.values != statutes.values or (seen is not None and seen != mark_of_draft(draft)):
            raise Refused("Quelqu’un d’autre vient d’écrire dans ce brouillon : relisez-le avant de l’adopter.")
        compose(draft)
        if draft.origin == Statutes.Origin.PAPER and not draft.values and not draft.document_id:
            raise Refused("Joignez le texte signé, ou inscrivez d’abord ce qu’il dit.")
        if left := lacking(draft):
            raise Refused(f"Il reste à écrire : {', '.join(left)}.")
        require_later(draft, adopted.since)
        if found := contraries(draft, adopted.since):
            raise Refused(" ".join(one.words for one in found) + " Un règlement ne dit rien de contraire aux statuts.")
        draft.adopted_on, draft.adopted_by, draft.decision = decided_on, said, adopted.decision
        draft.since = adopted.since
        draft.save(update_fields=["adopted_on", "adopted_by", "decision", "since"])
        write_all(organisation, draft.values, adopted.since, whence(draft))
    return draft, shifts


def require_later(draft: Statutes, since: date) -> None:
    """Raises Invalid when another text is in force from that day on, or later."""
    later = (
        Statutes.objects.adopted(draft.kind)
        .filter(organisation=draft.organisation, since__gte=since)
        .order_by("-since")
    )
    if found := later.first():
        assert found.since is not None
        raise Invalid(
            "since",
            f"Un autre texte est en vigueur à partir du {day_in_words(found.since)} : choisissez un jour après, ou "
            "annulez-le s’il est une erreur.",
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
    """This text never was adopted: it never was in force, and each setting that it wrote is as it was before, or as a text of
    the other kind says it since. It stays written, annulled. Raises Denied; Invalid on `reason`; Refused when it is no adopted
    text, or when another text, or another value of one of its settings, followed it: that one first."""
    organisation = statutes.organisation
    may_adopt(actor, organisation).or_raise()
    reason = explained(reason, "Dites quelle erreur vous corrigez, en 300 caractères au plus.")
    arguments = {"statutes": statutes.pk}
    with (
        watching(on, *statutes.values) as shifts,
        act(ANNULLING[statutes.kind], actor=actor, about=organisation, now=now, arguments=arguments, reason=reason),
    ):
        Organisation.objects.lock(organisation.pk)
        row: Statutes = Statutes.objects.select_related("organisation").lock(statutes.pk)
        if row.adopted_on is None or row.annulled_on:
            raise Refused("Ce texte n’est pas adopté, ou est déjà annulé.")
        later = Statutes.objects.adopted(row.kind).filter(organisation=organisation, since__gt=row.since)
        if found := later.order_by("-since").first():
            assert found.since is not None
            raise Refused(
                f"Un autre texte {of(organisation.name)}, du {day_in_words(found.since)}, l’a suivi : annulez-le d’abord."
            )
        assert row.since is not None
        taken = take_all_back(organisation, row.values, row.since, whence(row))
        row.annulled_on, row.because = today_of(now), reason
        row.save(update_fields=["annulled_on", "because"])
        say_again(row, taken)
    return row, shifts


def say_again(annulled: Statutes, taken: Collection[str]) -> None:
    """Articles and bylaws may say the same: the second left written what the first had written. Once the first is annulled,
    that is what the second says, from its own day. Must run inside an act."""
    others = Statutes.objects.adopted(BYLAWS if annulled.kind == ARTICLES else ARTICLES)
    rows = others.filter(organisation=annulled.organisation, since__gte=annulled.since)
    for one in rows.order_by("since"):
        assert one.since is not None
        said = {name: value for name, value in one.values.items() if name in taken}
        write_all(annulled.organisation, said, one.since, whence(one))


def attach_statutes(*, actor: Actor, statutes: Statutes, file: File, now: datetime) -> Statutes:
    """The signed file of a text that was signed elsewhere, or adopted since. Raises Denied; Invalid on `file`; Refused when it
    has one, or when nothing of it is signed."""
    may_adopt(actor, statutes.organisation).or_raise()
    arguments = {"statutes": statutes.pk}
    with act("statutes.attach", actor=actor, about=statutes.organisation, now=now, arguments=arguments):
        row: Statutes = Statutes.objects.select_related("organisation").lock(statutes.pk)
        is_draft = row.adopted_on is None and row.origin != Statutes.Origin.PAPER
        if is_draft or row.dropped_on or row.annulled_on:
            raise Refused("Le fichier signé se joint à un texte adopté, ou signé ailleurs.")
        if row.document_id:
            raise Refused("Le fichier de ce texte est déjà conservé.")
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
        title=f"{statutes.called} {of(statutes.organisation.name)}",
        audience=Document.Audience.ORGANISATION,
        sort="founding",
        now=now,
    )
    return version.document
