"""Organisations: registered, amended, renamed, and what they are to the network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils.text import slugify
from psycopg import sql

from kevread.base.models import Record, as_range, new_key
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of
from kevread.directory.models import Affiliation, Capacity, LegalForm, Name, Organisation, Reach
from kevread.directory.permissions import may_amend_organisation, may_register_organisation, may_tell_reach
from kevread.journal.operations import act

from .checks import close, identified, required, said_in_french


def register_organisation(
    *,
    actor: Actor,
    within: Organisation,
    name: str,
    period: Period,
    now: datetime,
    legal_form: str = "",
    siren: str = "",
    siret: str = "",
    rna: str = "",
    locality: str = "",
    reach: str = "",
    slug: str = "",
) -> Organisation:
    """Enter an organisation of no scale: a funder, a partner, a member structure. Scales come with `load_network`.

    `within` is the organisation that enters it. Raises Denied, or Invalid on the field that is wrong.
    """
    may_register_organisation(actor, within).or_raise()
    name = required("name", name, "Écrivez le nom de l’organisation.")
    numbers = identified(siren, siret, rna)
    known_form(legal_form)
    known_reach(reach)
    not_taken(numbers)
    slug = slug or free_slug(name)
    hat = actor.hat_for("register_organisation", within.pk)
    arguments = {"name": name, "slug": slug, **numbers}
    with (
        said_in_french(),
        act("directory.register_organisation", actor=actor, about=within, now=now, hat=hat, arguments=arguments),
    ):
        told = {"slug": slug, "name": name, "legal_form": legal_form, "locality": locality.strip(), "reach": reach}
        return enter_organisation(period, **told, **numbers)


FORMS, REACHES = frozenset(LegalForm.values), frozenset(Reach.values)  # asked of each row of a large file


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What is told of an organisation of no scale, to be entered among many."""

    name: str
    slug: str
    period: Period
    legal_form: str = ""
    siren: str = ""
    siret: str = ""
    rna: str = ""
    locality: str = ""
    reach: str = ""


def register_organisations(
    *, actor: Actor, within: Organisation, those: Sequence[Entered], now: datetime
) -> list[UUID]:
    """`register_organisation`, of many in one act: all of them or none. Returns their keys, in their order. Raises what it
    raises, for the first that is wrong; Invalid on `slug` when one is taken."""
    may_register_organisation(actor, within).or_raise()
    rows, names = [], []
    for one in those:
        known_form(one.legal_form)
        known_reach(one.reach)
        name = required("name", one.name, "Écrivez le nom de l’organisation.")
        numbers = identified(one.siren, one.siret, one.rna)
        key, period = new_key(), as_range(one.period)
        told = (one.slug, one.legal_form, one.locality.strip(), one.reach, "")
        rows.append((key, name, period, *told, numbers["siren"], numbers["siret"], numbers["rna"]))
        names.append((new_key(), key, Name.Kind.STATUTORY.value, name, period))
    hat = actor.hat_for("register_organisation", within.pk)
    with (
        said_in_french(),
        act(
            "directory.register_organisations",
            actor=actor,
            about=within,
            now=now,
            hat=hat,
            arguments={"many": len(rows)},
        ),
    ):
        copy_rows(Organisation, ORGANISATION, rows)
        copy_rows(Name, NAME, names)
    return [row[0] for row in rows]


# What a row of each says; the rest is what the table says of it by itself.
ORGANISATION = ("id", "name", "period", "slug", "legal_form", "locality", "reach", "scale", "siren", "siret", "rna")
NAME = ("id", "organisation_id", "kind", "text", "period")


def copy_rows(model: type[Record], columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write many rows of a model by COPY, under the same triggers as any other: the fastest way in. Inside an act."""
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),  # noqa: SLF001 — Django's own way
        sql.SQL(", ").join(map(sql.Identifier, columns)),
    )
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)


def enter_organisation(period: Period, **told: str) -> Organisation:
    """Write an organisation of no scale, and its name. Part of a verb, this room's or one above, which asked the right and
    checked what is told: called in its act."""
    organisation = Organisation.objects.create(period=as_range(period), **told)
    Name.objects.create(
        organisation=organisation, kind=Name.Kind.STATUTORY, text=organisation.name, period=organisation.period
    )
    return organisation


def amend_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    now: datetime,
    legal_form: str,
    siren: str,
    siret: str,
    rna: str,
    locality: str,
    reach: str,
) -> Organisation:
    """Correct the sheet: its legal form is then what somebody says. The name has a verb of its own, because names are dated.
    `reach`: how far it acts, of an organisation outside the network; empty, nobody knows. Raises Denied; Invalid on the
    field."""
    may_amend_organisation(actor, organisation).or_raise()
    numbers = identified(siren, siret, rna)
    known_form(legal_form)
    known_reach(reach, organisation.scale)
    not_taken(numbers, but=organisation)
    hat = actor.hat_for("register_organisation", organisation.pk)
    with (
        said_in_french(),
        act("directory.amend_organisation", actor=actor, about=organisation, now=now, hat=hat, arguments=dict(numbers)),
    ):
        row: Organisation = Organisation.objects.lock(organisation.pk)
        if legal_form or not row.form_is_proposed:  # what the file proposes stays proposed until somebody says it
            row.legal_form, row.form_is_proposed = legal_form, False
        row.locality, row.reach = locality.strip(), reach
        row.siren, row.siret, row.rna = numbers["siren"], numbers["siret"], numbers["rna"]
        row.save(update_fields=["legal_form", "form_is_proposed", "locality", "reach", "siren", "siret", "rna"])
    return row


def tell_reach(
    *, actor: Actor, organisation: Organisation, within: Organisation, reach: str, now: datetime
) -> Organisation:
    """How far a member of an organisation acts, as long as nobody said it (R8.3): by those who register organisations where
    it is a member, who may ask it. Raises Denied; Invalid on `reach`; Refused when it is no member there that day, or when it
    was said already."""
    may_tell_reach(actor, within).or_raise()
    if not reach:
        raise Invalid("reach", "Choisissez jusqu’où cette organisation agit.")
    known_reach(reach, organisation.scale)
    if not Affiliation.objects.on(now.date()).filter(member=organisation, of=within).exists():
        raise Refused(
            f"{organisation.name} n’est pas membre {of(within.name)} aujourd’hui : sa fiche se tient ailleurs."
        )
    arguments = {"organisation": organisation.slug, "reach": reach}
    with act("directory.tell_reach", actor=actor, about=within, now=now, arguments=arguments):
        row: Organisation = Organisation.objects.lock(organisation.pk)
        if row.reach:
            told = row.get_reach_display().lower()
            raise Refused(
                f"L’échelle d’action de {row.name} est déjà dite : {told}. Sa fiche se corrige à la coordination."
            )
        row.reach = reach
        row.save(update_fields=["reach"])
    return row


def rename(*, actor: Actor, organisation: Organisation, kind: str, text: str, since: date, now: datetime) -> Name:
    """From a day on, the organisation bears another name; the former one stays true of the days before.

    The brand is what it is called in daily life; without a brand, the statutory name is.
    """
    may_amend_organisation(actor, organisation).or_raise()
    text = required("text", text, "Écrivez le nouveau nom.")
    if kind not in Name.BORNE:
        raise Invalid("kind", "Choisissez la dénomination statutaire ou le nom d’usage.")
    if since > now.date():
        raise Invalid("since", "Un nouveau nom s’inscrit le jour où il prend effet, ou après.")
    hat = actor.hat_for("register_organisation", organisation.pk)
    arguments = {"kind": kind, "text": text, "since": since}
    with (
        said_in_french(),
        act("directory.rename", actor=actor, about=organisation, now=now, hat=hat, arguments=arguments),
    ):
        row: Organisation = Organisation.objects.lock(organisation.pk)
        former = row.names.filter(kind=kind).order_by("-period").first()
        if former and former.text == text:
            raise Invalid("text", "C’est déjà son nom.")
        if former and former.dates.start and since <= former.dates.start:
            raise Invalid(
                "since", f"Le nom actuel vaut depuis le {day_in_words(former.dates.start)} : écrivez un jour après."
            )
        if former and former.in_force(since):
            former.period = as_range(Period(former.dates.start, since))
            former.save(update_fields=["period"])
        name = Name.objects.create(organisation=row, kind=kind, text=text, period=as_range(Period(since)))
        if kind == Name.Kind.BRAND:
            for proposed in row.names.on(since).filter(kind=Name.Kind.PROPOSED):  # it has a name of its own now
                proposed.period = as_range(Period(proposed.dates.start, since))
                proposed.save(update_fields=["period"])
        brands = (Name.Kind.BRAND, Name.Kind.PROPOSED)
        if kind == Name.Kind.BRAND or not row.names.on(now.date()).filter(kind__in=brands).exists():
            row.name = text
            row.save(update_fields=["name"])
    return name


def add_capacity(*, actor: Actor, organisation: Organisation, kind: str, period: Period, now: datetime) -> Capacity:
    """Say what the organisation is to the network besides a member: funder, partner, public authority, employer."""
    may_amend_organisation(actor, organisation).or_raise()
    if kind not in Capacity.Kind.values:
        raise Invalid("kind", "Choisissez une des qualités proposées.")
    hat = actor.hat_for("register_organisation", organisation.pk)
    arguments = {"kind": kind, "start": period.start, "last": period.last}
    with (
        said_in_french(),
        act("directory.add_capacity", actor=actor, about=organisation, now=now, hat=hat, arguments=arguments),
    ):
        return Capacity.objects.create(organisation=organisation, kind=kind, period=as_range(period))


def end_capacity(*, actor: Actor, capacity: Capacity, last: date, now: datetime) -> Capacity:
    may_amend_organisation(actor, capacity.organisation).or_raise()
    hat = actor.hat_for("register_organisation", capacity.organisation_id)
    arguments = {"kind": capacity.kind, "last": last}
    with act("directory.end_capacity", actor=actor, about=capacity.organisation, now=now, hat=hat, arguments=arguments):
        row: Capacity = Capacity.objects.lock(capacity.pk)
        close(row, last, f"La qualité « {row.get_kind_display()} »")
        row.save(update_fields=["period"])
    return row


def known_form(legal_form: str) -> None:
    if legal_form and legal_form not in FORMS:
        raise Invalid("legal_form", "Choisissez une des formes juridiques proposées.")


def known_reach(reach: str, scale: str = "") -> None:
    if reach and reach not in REACHES:
        raise Invalid("reach", "Choisissez une des échelles d’action proposées.")
    if reach and scale:
        raise Invalid("reach", "Une organisation du réseau agit à l’échelle qu’elle y tient : rien n’est à dire ici.")


def not_taken(numbers: dict[str, str], but: Organisation | None = None) -> None:
    """Say whose number it is already; the database would only say that it is taken."""
    for field in ("siren", "rna"):
        if not numbers[field]:
            continue
        others = Organisation.objects.filter(**{field: numbers[field]})
        other = (others.exclude(pk=but.pk) if but else others).first()
        if other:
            raise Invalid(field, f"Ce numéro est déjà celui de {other.name}.")


def free_slug(name: str) -> str:
    """An address made of the name, with a number behind when it is taken."""
    base = slugify(name)[:52].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 2
    slug = base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
