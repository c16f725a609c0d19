"""The journal in plain French: what an act did, on what, and each row before and after."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import Count, DateTimeField, Field, ForeignKey, Model, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from kevread.charter.engine import framework
from kevread.common.periods import Period, day_in_words
from kevread.common.rooms import known
from kevread.directory.models import Organisation, Person
from kevread.journal.models import Act, Change
from kevread.seats.models import Body, Mandate, Seat
from kevread.territory.models import Zone
from kevread.ui.words import day, period

TABLES = {
    "seats_mandate": "Mandat",
    "seats_body": "Instance",
    "seats_seat": "Siège",
    "seats_delegation": "Secrétariat confié",
    "seats_zonelead": "Référence",
    "directory_organisation": "Organisation",
    "directory_name": "Nom",
    "directory_capacity": "Qualité",
    "directory_affiliation": "Adhésion",
    "directory_coverage": "Territoire",
    "directory_person": "Personne",
    "directory_consent": "Consentement",
    "charter_setting": "Modalité",
    "charter_keeping": "Registre",
    "charter_attestation": "Attestation",
    "charter_derogation": "Dérogation",
    "charter_contest": "Contestation",
    "charter_source": "Document fondateur",
    "charter_passage": "Passage",
    "votes_poll": "Vote",
    "votes_candidate": "Candidature",
    "votes_scrutineer": "Part de la clé",
    "votes_handcount": "Compte à la main",
    "decisions_decision": "Décision",
    "decisions_citation": "Avis cité",
    "decisions_application": "À appliquer",
    "decisions_followup": "Suite",
    "documents_document": "Document",
    "documents_reader": "Lecture d’un document",
    "documents_version": "Version d’un document",
    "documents_signatureasked": "Signature attendue",
    "documents_signature": "Signature",
    "mail_dispatch": "Envoi",
    "territory_zone": "Zone",
    "meetings_meeting": "Réunion",
    "meetings_agendaitem": "Point de l’ordre du jour",
    "meetings_notice": "Convocation",
    "meetings_enclosure": "Pièce jointe",
    "meetings_rollentry": "Personne convoquée",
    "meetings_reply": "Réponse",
    "meetings_proxy": "Pouvoir",
    "attendance_presence": "Présence",
    "attendance_quorumcheck": "Quorum",
    "sittings_minutes": "Procès-verbal",
    "meetings_dateoption": "Date proposée",
    "meetings_dateanswer": "Réponse sur une date",
}
COLUMNS = {
    "person_id": "Personne", "seat_id": "Siège", "represents_id": "Au nom de", "family": "Famille",
    "period": "Dates", "origin": "Origine", "origin_note": "Décision", "end_reason": "Motif de fin",
    "organisation_id": "Organisation", "name": "Nom", "kind": "Nature", "level": "Niveau", "purpose": "Objet",
    "led_by_id": "Animée par", "body_id": "Instance", "one_per": "Répartition", "places": "Places",
    "is_alternate": "Suppléance", "granter_id": "Confié par", "holder_id": "Confié à", "accepted_on": "Accepté le",
    "mandate_id": "Poste", "zone_id": "Territoire", "main": "Référence principale", "member_id": "Membre",
    "of_id": "Adhère à", "college": "Collège", "source": "Source", "certainty": "Certitude", "text": "Texte",
    "value": "Valeur", "adopted_by": "Décision", "adopted_on": "Décidée le", "register": "Registre",
    "clause": "Point", "piece": "Pièce", "piece_on": "Pièce du", "legal_form": "Forme juridique", "siren": "SIREN",
    "siret": "SIRET", "rna": "RNA", "locality": "Lieu", "scale": "Échelle", "given_name": "Prénom",
    "family_name": "Nom de famille", "email": "Adresse électronique", "account_id": "Accès", "what": "De quoi il s’agit",
    "reason": "Motif", "about": "Ce qui est contesté", "sentence": "Constat", "outcome": "Issue", "answer": "Réponse",
    "answered_by_id": "Réponse de", "state": "État", "fault": "Empêchement", "number": "Numéro", "decided_on": "Décidée le",
    "title": "Titre", "sum": "Décompte", "owner_id": "Confiée à", "due": "Pour le", "done_on": "Faite le", "note": "Note",
    "decided_in": "Au registre",
}  # fmt: skip
# What the journal keeps and does not show: the fact that it changed is enough.
DISCREET = {"email", "account_id"}
# By what a row is named in one line.
TITLES = {
    "seats_mandate": ("person_id", "seat_id"),
    "seats_zonelead": ("mandate_id", "zone_id"),
    "seats_delegation": ("holder_id",),
    "directory_affiliation": ("member_id", "of_id"),
    "directory_coverage": ("organisation_id", "zone_id"),
    "directory_person": ("given_name", "family_name"),
    "directory_name": ("text",),
    "directory_capacity": ("organisation_id", "kind"),
    "charter_setting": ("name", "value"),
    "charter_keeping": ("register",),
    "charter_attestation": ("clause", "piece"),
    "mail_dispatch": ("person_id",),
    "charter_derogation": ("clause", "organisation_id"),
    "decisions_decision": ("title",),
    "votes_poll": ("question",),
    "votes_candidate": ("name",),
    "decisions_followup": ("what",),
    "charter_contest": ("clause", "organisation_id"),
    "meetings_meeting": ("body_id", "starts_at"),
    "meetings_agendaitem": ("title",),
    "meetings_notice": ("meeting_id",),
    "meetings_enclosure": ("meeting_id",),
    "meetings_reply": ("entry_id",),
    "meetings_proxy": ("giver_id", "holder_id"),
    "attendance_presence": ("entry_id",),
    "attendance_quorumcheck": ("shown",),
    "sittings_minutes": ("meeting_id",),
    "seats_body": ("name",),
    "directory_organisation": ("name",),
}
NAMED_ROWS = 3  # in the line of an act, before « et 4 autres »
DETAILED_ROWS = 100


@dataclass(frozen=True, slots=True)
class Detail:
    """A row that an act wrote: what it is, and each value before and after. An empty « before »: it was created."""

    table: str
    title: str
    created: bool
    removed: bool
    lines: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    act: Act
    sentence: str
    titles: list[str]
    more: int
    details: list[Detail] = field(default_factory=list)

    @property
    def who(self) -> str:
        return self.act.person_name or "Kevread"


@dataclass(frozen=True, slots=True)
class Run:
    """The same thing done again and again by one person on one day: told once, then the others on demand."""

    first: Told
    others: list[Told]


def runs(told: Iterable[Told]) -> list[Run]:
    """Acts that follow one another, in their order."""
    groups = groupby(told, key=lambda one: (one.act.verb, one.act.person, one.act.hat, one.act.at.date()))
    return [Run(first, list(rest)) for _, same in groups for first, *rest in [tuple(same)]]


def journal_of(organisation: Organisation, page: str, size: int = 60) -> tuple[Page, list[Run]]:
    """A page of the acts about an organisation, newest first. The number of queries is constant.

    The handing over of each letter is told with the letters: two hundred lines would hide the notice that they carry."""
    told = Act.objects.filter(organisation=organisation.pk).exclude(verb="mail.send")
    acts = Paginator(told.order_by("-at", "-id"), size).get_page(page)
    return acts, runs(tell(list(acts.object_list)))


def sentence_of(act: Act) -> str:
    """What its room says of it. The journal keeps its acts longer than a room keeps its verbs."""
    verb = known(act.verb)
    return verb.sentence if verb else "a agi"


def tell(acts: list[Act]) -> list[Told]:
    """Each act in one line: its sentence, the first rows it wrote, and how many others."""
    keys = [act.pk for act in acts]
    rows = Change.objects.filter(act__in=keys).annotate(
        rank=Window(RowNumber(), partition_by="act_id", order_by="id"), total=Window(Count("id"), partition_by="act_id")
    )
    changes = list(rows.filter(rank__lte=NAMED_ROWS).order_by("id"))
    names = names_in(changes)
    by_act: dict[UUID, list[Change]] = defaultdict(list)
    for change in changes:
        by_act[change.act_id].append(change)
    return [
        Told(
            act,
            sentence_of(act),
            titles_of(by_act[act.pk], names),
            max(0, by_act[act.pk][0].total - NAMED_ROWS) if by_act[act.pk] else 0,  # type: ignore[attr-defined]
        )
        for act in acts
    ]


def tell_whole(act: Act) -> tuple[list[Detail], int]:
    """The rows of an act before and after, and how many are left out."""
    changes = list(Change.objects.filter(act=act).order_by("id")[: DETAILED_ROWS + 1])
    more = Change.objects.filter(act=act).count() - DETAILED_ROWS if len(changes) > DETAILED_ROWS else 0
    return details_of(changes[:DETAILED_ROWS]), more


def story(row: UUID) -> list[Told]:
    """The story of one row, oldest first."""
    changes = list(Change.objects.filter(row=row).select_related("act").order_by("id"))
    details = details_of(changes)
    return [
        Told(change.act, sentence_of(change.act), [], 0, [detail])
        for change, detail in zip(changes, details, strict=True)
    ]


def details_of(changes: list[Change]) -> list[Detail]:
    names = names_in(changes)
    return [
        Detail(
            TABLES.get(change.table, "Autre écriture"),
            title_of(change, names),
            created=change.before is None,
            removed=change.after is None,
            lines=lines_of(change, names),
        )
        for change in changes
    ]


type Names = dict[tuple[type[Model], str], str]


def names_in(changes: Iterable[Change]) -> Names:
    """The names of every row that these changes point to: one query for each kind of row."""
    wanted: dict[type[Model], set[str]] = defaultdict(set)
    for change in changes:
        fields = fields_of(change.table)
        for column, value in [*(change.before or {}).items(), *(change.after or {}).items()]:
            if value and isinstance(there := fields.get(column), ForeignKey):
                wanted[there.related_model].add(value)
    names: Names = {}
    for model, keys in wanted.items():
        for row in rows_named(model, keys):
            names[model, str(row.pk)] = said(row)
    return names


def rows_named(model: type[Model], keys: set[str]) -> Iterable[Model]:
    """The rows whose name the journal tells. A room above gives its models `TOLD_WITH`, what to read along with them."""
    if model in NAMED:
        found: Iterable[Model] = NAMED[model](keys)
        return found
    if (along := getattr(model, "TOLD_WITH", None)) is None:
        return ()
    return model._default_manager.filter(pk__in=keys).select_related(*along)  # noqa: SLF001 — Django's own way


NAMED: dict[type[Model], Any] = {
    Person: lambda keys: Person.objects.filter(pk__in=keys),
    Organisation: lambda keys: Organisation.objects.filter(pk__in=keys),
    Seat: lambda keys: Seat.objects.filter(pk__in=keys).select_related("body"),
    Mandate: lambda keys: Mandate.objects.filter(pk__in=keys).select_related("person", "seat"),
    Body: lambda keys: Body.objects.filter(pk__in=keys),
    Zone: lambda keys: Zone.objects.filter(pk__in=keys).only("name"),
}


def said(row: Model) -> str:
    if isinstance(row, Seat):
        return f"{row.name}, {row.body.name}"
    if isinstance(row, Mandate):
        return f"{row.person}, {row.seat.name}"
    told: str = row.told() if hasattr(row, "told") else str(row)
    return told


@cache
def fields_of(table: str) -> dict[str, Field]:
    described = {model._meta.db_table: model._meta for model in apps.get_models()}  # noqa: SLF001 — Django's own way
    return {there.attname: there for there in described[table].concrete_fields} if table in described else {}


def title_of(change: Change, names: Names) -> str:
    row = change.after or change.before or {}
    parts = [shown(change.table, column, row.get(column), names) for column in TITLES.get(change.table, ())]
    between = " " if change.table == "directory_person" else ", "
    return between.join(part.rstrip(".") for part in parts if part)


def titles_of(changes: list[Change], names: Names) -> list[str]:
    """What an act wrote, in a few words. A setting that follows another is one thing: its label, « de 2 à 3 »."""
    titles: dict[Any, str] = {}
    before: dict[Any, str] = {}
    for change in changes:
        row, title = change.after or {}, title_of(change, names)
        key: Any = change.pk
        if change.table == "charter_setting" and row:
            key = row["name"], row["organisation_id"]
            old = before.setdefault(key, shown(change.table, "value", (change.before or {}).get("value"), names))
            now = shown(change.table, "value", row["value"], names)
            if old and old != now:
                title = f"{shown(change.table, 'name', row['name'], names)}, de {old} à {now}"
        titles[key] = title
    return [title for title in dict.fromkeys(titles.values()) if title]


def lines_of(change: Change, names: Names) -> list[tuple[str, str, str]]:
    before, after = change.before or {}, change.after or {}
    lines = []
    for column, label in COLUMNS.items():
        old, new = before.get(column), after.get(column)
        if old == new or column not in {**before, **after} or (not old and not new):
            continue
        if column in DISCREET:
            lines.append((label, "", "a changé (non montré ici)"))
            continue
        lines.append((label, shown(change.table, column, old, names), shown(change.table, column, new, names)))
    return lines


def shown(table: str, column: str, value: Any, names: Names) -> str:
    """A value of a row, as people say it."""
    if value is None or value == "" or value == []:
        return ""
    there = fields_of(table).get(column)
    if isinstance(there, ForeignKey):
        return names.get((there.related_model, str(value)), "")
    if column == "period":
        return period(period_of(value))
    if table == "charter_setting" and column == "name":
        spec = framework().settings.get(value)
        return spec.label if spec else str(value)
    if column == "clause":
        return f"article {str(value).split('/')[0]}"
    if isinstance(there, DateTimeField):
        return day_in_words(timezone.localtime(datetime.fromisoformat(value)).date())
    if isinstance(value, bool):
        return "oui" if value else "non"
    if there is not None and there.choices:
        return str(dict(there.flatchoices).get(value, value))
    if column.endswith("_on"):
        return day(date.fromisoformat(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def period_of(text: str) -> Period:
    """A daterange as PostgreSQL writes it in JSON.

    >>> period_of("[2026-01-01,2027-01-01)"), period_of("[2026-01-01,)").end
    (Period(start=datetime.date(2026, 1, 1), end=datetime.date(2027, 1, 1)), None)
    """
    start, _, end = text.strip("[()]").partition(",")
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)
