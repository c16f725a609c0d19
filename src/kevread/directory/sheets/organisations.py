"""Organisations, as they leave and come back."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch
from django.utils.text import slugify

from kevread.common import identifiers
from kevread.common.errors import Invalid
from kevread.common.periods import Period
from kevread.common.sheets import Entry, Sheet, Values, Writing, declare_sheet
from kevread.common.tables import Kind
from kevread.common.words import plain, terms
from kevread.directory import operations
from kevread.directory.asks import ENTER
from kevread.directory.models import Capacity, LegalForm, Name, Organisation, Reach, Scale
from kevread.directory.queries import merged
from kevread.territory.models import Kind as ZoneKind
from kevread.territory.models import Zone

CODED = re.compile(r"(.+?) \(([0-9][0-9AB][0-9]{3})\)")  # a commune and its code of the Insee
NUMBERS = {
    "forme juridique": "legal_form",
    "SIREN": "siren",
    "SIRET du siège": "siret",
    "RNA": "rna",
    "lieu": "locality",
}
NAMES = {
    "dénomination statutaire": Name.Kind.STATUTORY,
    "nom d’usage": Name.Kind.BRAND,
    "nom proposé": Name.Kind.PROPOSED,
}


def a_slug(text: str) -> str:
    slug = text.strip().lower()
    if not identifiers.SLUG.fullmatch(slug) or len(slug) > 60:
        raise ValueError(
            "Des minuscules sans accent, des chiffres et des tirets sont attendus, par exemple « ess-du-lavoir »."
        )
    return slug


def as_on_the_map(on: date) -> Callable[[str], str]:
    """The commune that a text names, as the map writes it: it is by that name that the facts find its intercommunality.
    « ST-BRIEUC », « 22278 », « Saint-Brieuc (22278) » are one. What names none stays as it is, as does what names two without
    a code; with its code, one of two keeps it."""
    codes = dict(Zone.objects.on(on).filter(kind=ZoneKind.COMMUNE).values_list("code", "name"))
    named: dict[str, list[str]] = {}
    for name in codes.values():
        named.setdefault(letters(name), []).append(name)

    def written(text: str) -> str:
        said = CODED.fullmatch(text)
        name, code = (said[1], said[2]) if said else (text, text)
        if code in codes:
            name = codes[code]
            return name if len(named[letters(name)]) == 1 else f"{name} ({code})"
        same = named.get(letters(name), [])
        return same[0] if len(same) == 1 else text

    return written


def letters(name: str) -> str:
    return " ".join(terms(name, at_most=20))


def qualities(text: str) -> str:
    """Several of a closed list, in its order: « Financeur, Partenaire »."""
    said = [one.strip() for one in text.replace(";", ",").split(",") if one.strip()]
    known = {plain(label): label for label in Capacity.Kind.labels}
    if strange := [one for one in said if plain(one) not in known]:
        raise ValueError(
            f"« {strange[0]} » n’est pas une qualité : {', '.join(Capacity.Kind.labels)}, séparées par des virgules."
        )
    found = {known[plain(one)] for one in said}
    return ", ".join(label for label in Capacity.Kind.labels if label in found)


def kinds_in(text: str) -> list[str]:
    codes = {label: code for code, label in Capacity.Kind.choices}
    return [codes[label] for label in text.split(", ") if label]


@dataclass(frozen=True, slots=True)
class Seen:
    """An organisation as of a day."""

    organisation: Organisation
    names: Mapping[str, str]
    kinds: tuple[str, ...]

    def name(self, kind: str) -> str:
        return self.names.get(kind, "")

    @property
    def qualities(self) -> str:
        return ", ".join(label for code, label in Capacity.Kind.choices if code in self.kinds)


def organisations(on: date) -> Iterator[Organisation]:
    """Those there are that day, the network first, each with its names and its qualities of that day."""
    rank = {Scale.HEAD: 0, Scale.GROUPING: 1, Scale.LOCAL: 2}
    rows = Organisation.objects.on(on).prefetch_related(
        Prefetch("names", Name.objects.on(on), "named"), Prefetch("capacities", Capacity.objects.on(on), "able")
    )
    return iter(sorted(rows, key=lambda row: (rank.get(Scale(row.scale), 3) if row.scale else 3, row.slug)))


def seen(row: Organisation) -> Seen:
    """With what was prefetched; what was just written is read again."""
    names = getattr(row, "named", None)
    able = getattr(row, "able", None)
    return Seen(
        row,
        {one.kind: one.text for one in (row.names.all() if names is None else names)},
        tuple(one.kind for one in (row.capacities.all() if able is None else able)),
    )


def write_organisation(writing: Writing, values: Values) -> Organisation:
    """Those of the network are opened with their bodies; the others are registered."""
    slug = values["identifiant"] or slugify(values["nom"])[:52].strip("-") or "organisation"
    names: dict[str, str] = {kind: values[header] for header, kind in NAMES.items() if values[header]}
    if values["nom"] not in names.values():
        names[Name.Kind.BRAND if Name.Kind.STATUTORY in names else Name.Kind.STATUTORY] = values["nom"]
    said = {field: values[header] for header, field in NUMBERS.items()}
    period = Period(values["depuis"] or None)
    if values["échelle"]:
        if values["échelle d’action"]:
            raise Invalid(
                "échelle d’action",
                "Une organisation du réseau agit à l’échelle qu’elle y tient : laissez ceci vide.",
            )
        (enter,) = ENTER
        row = enter(
            actor=writing.actor,
            scale=values["échelle"],
            slug=slug,
            name=values["nom"],
            names=names,
            period=period,
            sheet=said,
            source=f"Fichier importé : {writing.file}",
            now=writing.now,
        )
    else:
        row = operations.register_organisation(
            actor=writing.actor,
            within=writing.within,
            name=names.get(Name.Kind.STATUTORY) or values["nom"],
            slug=slug,
            period=period,
            reach=values["échelle d’action"],
            now=writing.now,
            **said,
        )
        if brand := names.get(Name.Kind.BRAND):
            since = period.start or writing.now.date()
            operations.rename(
                actor=writing.actor, organisation=row, kind=Name.Kind.BRAND, text=brand, since=since, now=writing.now
            )
    for kind in kinds_in(values["qualités"]):
        operations.add_capacity(actor=writing.actor, organisation=row, kind=kind, period=period, now=writing.now)
    return row


def is_plain(values: Values) -> bool:
    """Outside the network, with one name and no quality: a row that says nothing but itself."""
    return not any(values[header] for header in ("échelle", "qualités", *NAMES))


def write_organisations(writing: Writing, rows: Sequence[Values]) -> list[UUID]:
    """Those of no scale, many at once."""
    those = [
        operations.Entered(
            name=values["nom"],
            slug=values["identifiant"] or slugify(values["nom"])[:52].strip("-") or "organisation",
            period=Period(values["depuis"] or None),
            reach=values["échelle d’action"],
            **{field: values[header] for header, field in NUMBERS.items()},
        )
        for values in rows
    ]
    return operations.register_organisations(actor=writing.actor, within=writing.within, those=those, now=writing.now)


def free_words(rows: Iterable[Values]) -> Callable[[Values], Mapping[str, str]]:
    """The word of a row that gives itself none, where what its name makes is another’s, of the tables or of these rows:
    « amicale-laique-2 »."""
    taken = set(Organisation.everything.values_list("slug", flat=True))
    taken |= {values["identifiant"] for values in rows if values["identifiant"]}

    def given(values: Values) -> Mapping[str, str]:
        if values["identifiant"]:
            return {}
        base = word = slugify(values["nom"])[:52].strip("-") or "organisation"
        number = 2
        while word in taken:
            word, number = f"{base}-{number}", number + 1
        taken.add(word)
        return {} if word == base else {"identifiant": word}

    return given


def change_organisation(writing: Writing, row: Organisation, values: Values) -> None:
    """Its sheet is corrected, a name that differs is taken from today on, a quality is added."""
    held = ORGANISATIONS.held(row)
    today = writing.now.date()
    for header in ("échelle", "depuis", "nom proposé"):
        if values[header] != held[header]:
            raise Invalid(header, "Ceci ne se change pas par un import : faites-le à l’écran de cette organisation.")
    fields = {**NUMBERS, "échelle d’action": "reach"}
    if any(values[header] != held[header] for header in fields):
        said = {field: values[header] for header, field in fields.items()}
        operations.amend_organisation(actor=writing.actor, organisation=row, now=writing.now, **said)
    for header in ("dénomination statutaire", "nom d’usage"):
        if values[header] != held[header]:
            operations.rename(
                actor=writing.actor,
                organisation=row,
                kind=NAMES[header],
                text=values[header],
                since=today,
                now=writing.now,
            )
    there = kinds_in(held["qualités"])
    said_kinds = kinds_in(values["qualités"])
    if set(there) - set(said_kinds):
        raise Invalid(
            "qualités", "Une qualité ne prend pas fin par un import : faites-le à l’écran de cette organisation."
        )
    for kind in said_kinds:
        if kind not in there:
            operations.add_capacity(
                actor=writing.actor, organisation=row, kind=kind, period=Period(today), now=writing.now
            )


ORGANISATIONS = declare_sheet(
    Sheet(
        title="Organisations",
        help="Une ligne par organisation : la tête de réseau, les groupements, les pôles, puis leurs membres et leurs "
        "partenaires. Celles du réseau ont une échelle ; les autres n’en ont pas.",
        columns=(
            Entry(
                "identifiant",
                lambda row: row.slug,
                check=a_slug,
                asked="slug",
                example="ess-du-lavoir",
                help="Le mot par lequel les autres feuilles la nomment. Laissé vide, il est fait de son nom.",
            ),
            Entry("nom", lambda row: row.name, required=True, asked="name", longest=160, example="ESS du Lavoir"),
            Entry(
                "échelle",
                lambda row: row.scale,
                choices=lambda: dict(Scale.choices),
                asked="scale",
                example="Pôle",
                help="Vide pour une organisation hors du réseau.",
            ),
            Entry(
                "forme juridique",
                lambda row: row.legal_form,
                choices=lambda: dict(LegalForm.choices),
                asked="legal_form",
                example="Association",
            ),
            Entry("SIREN", lambda row: row.siren, check=identifiers.siren, asked="siren", example="732829320"),
            Entry("SIRET du siège", lambda row: row.siret, check=identifiers.siret, asked="siret"),
            Entry("RNA", lambda row: row.rna, check=identifiers.rna, asked="rna", example="W351000001"),
            Entry(
                "lieu",
                lambda row: row.locality,
                longest=120,
                spelt=as_on_the_map,
                example="Saint-Aubin",
                help="La commune de son siège, par son nom ou par son code Insee.",
            ),
            Entry(
                "échelle d’action",
                lambda row: row.reach,
                choices=lambda: dict(Reach.choices),
                asked="reach",
                help="Jusqu’où agit une organisation hors du réseau.",
            ),
            Entry(
                "dénomination statutaire",
                lambda row: seen(row).name(Name.Kind.STATUTORY),
                longest=160,
                help="Si elle diffère du nom.",
            ),
            Entry("nom d’usage", lambda row: seen(row).name(Name.Kind.BRAND), longest=160),
            Entry(
                "nom proposé", lambda row: seen(row).name(Name.Kind.PROPOSED), longest=160, help="Pas encore décidé."
            ),
            Entry(
                "qualités",
                lambda row: seen(row).qualities,
                check=qualities,
                help="Ce qu’elle est pour le réseau, outre un membre : " + ", ".join(Capacity.Kind.labels) + ".",
            ),
            Entry("depuis", lambda row: row.dates.start, Kind.DAY, help="Le jour où elle existe, s’il est connu."),
        ),
        keys=(("identifiant",), ("SIREN",), ("RNA",), ("nom",)),
        apart=("lieu",),
        given=free_words,
        calls=lambda values: (values["identifiant"] or slugify(values["nom"]), values["nom"], values["SIREN"]),
        rows=organisations,
        write=write_organisation,
        change=change_organisation,
        write_many=write_organisations,
        plain=is_plain,
        former=lambda: merged(Organisation),
    )
)
