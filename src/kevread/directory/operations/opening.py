"""What a grouping or a pôle leaves in the directory when it is opened, and when it is closed.

The verbs are those of `seats`, because an organisation opens and closes with its bodies: what is here is written in their
act.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.text import slugify

from kevread.base.models import DatedQuerySet, as_range
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of as of_name
from kevread.directory.loader import Entry as SaidEntry
from kevread.directory.loader import Network, Since
from kevread.directory.models import Affiliation, Coverage, Name, Organisation, Scale
from kevread.directory.queries.proposals import OPENED, federation_network, geography
from kevread.journal.operations import open_act

from .attachments import in_words
from .checks import close, required
from .network import missing_affiliations, missing_coverage, names_of, new_organisation
from .organisations import free_slug

SOURCE = "Écrivez d’où vous tenez que cette organisation existe : un acte, une décision."


@dataclass(frozen=True, slots=True)
class Entry:
    """The rows of an organisation that the file proposes, not written yet."""

    organisation: Organisation
    names: list[Name]
    affiliations: list[Affiliation]
    coverage: list[Coverage]

    def write(self) -> None:
        """Inside an act."""
        open_act()
        self.organisation.save(force_insert=True)
        Name.objects.bulk_create(self.names)
        Affiliation.objects.bulk_create(self.affiliations)
        Coverage.objects.bulk_create(self.coverage)


def proposed(slug: str, *, of: str, since: date, source: str) -> Entry:
    """The rows of `slug`, member of `of` and of the head, with the land that the file says is its own, since that day.

    `of` empty: what the file says. Raises Invalid on `chosen_slugs` or `source`, Refused when it is there already, or when the
    organisation it would be a member of is not, that day.
    """
    network = federation_network()
    said = next((entry for entry in network.entries if entry.slug == slug and entry.scale in OPENED), None)
    if said is None:
        raise Invalid("chosen_slugs", "Choisissez un groupement ou un pôle parmi ceux que la fédération propose.")
    source = required("source", source, SOURCE)
    known = {row.slug: row for row in Organisation.objects.all()}
    known = {row.slug: row for row in Organisation.objects.all()}
    if slug in known:
        raise Refused(f"{said.name} est déjà dans l’annuaire, {in_words(known[slug].dates)}.")
    if of and of not in said.among:
        raise Invalid("chosen_slugs", f"La fédération ne propose pas de rattacher {said.name} à cette organisation.")
    return entered(network, replace(said, of=of or said.of), known, since=since, source=source, has_land=True)


def unlisted(*, scale: str, name: str, of: str, since: date, source: str) -> Entry:
    """The rows of a grouping or a pôle that the file does not name, or that was closed and is born again: another row, whose
    history begins that day. It has no land yet.

    `of`: the slug of the grouping that a pôle is a member of; a grouping is a member of the head. Raises Invalid on the field;
    Refused when the organisation above is not open that day.
    """
    network = federation_network()
    if scale not in OPENED:
        raise Invalid("scale", "Dites ce que vous ouvrez.")
    name = required("name", name, "Écrivez le nom de l’organisation, comme dans ses statuts.")
    source = required("source", source, SOURCE)
    known = {row.slug: row for row in Organisation.objects.all()}
    if not_opened := next(
        (entry for entry in network.entries if is_named(entry, name) and entry.slug not in known), None
    ):
        raise Invalid("name", f"La fédération propose déjà {not_opened.name} : ouvrez-la dans la liste.")
    alike = [row for row in known.values() if row.scale and alike_name(row.name) == alike_name(name)]
    if there := next((row for row in alike if row.dates.end is None or row.dates.end > since), None):
        raise Invalid("name", f"{there.name} est déjà dans l’annuaire, {in_words(there.dates)}.")
    heads = (row.slug for row in known.values() if row.scale == Scale.HEAD)
    above = known.get(of)
    if scale == Scale.LOCAL and (above is None or above.scale != Scale.GROUPING):
        raise Invalid("of", "Choisissez l’organisation dont elle est membre.")
    slug = free_slug(name)
    said = SaidEntry(
        slug=slug, scale=Scale(scale).value, statutory=name, of=of if scale == Scale.LOCAL else next(heads, "")
    )
    return entered(network, said, known, since=since, source=source, has_land=False)


def alike_name(name: str) -> str:
    """
    >>> alike_name("ESS  Pays de Léon") == alike_name("Ess pays de Leon")
    True
    """
    return slugify(name)


def is_named(entry: SaidEntry, name: str) -> bool:
    return alike_name(name) in (entry.slug, *(alike_name(said) for said in (entry.brand, entry.statutory) if said))


def entered(
    network: Network, said: SaidEntry, known: dict[str, Organisation], *, since: date, source: str, has_land: bool
) -> Entry:
    """The rows of what is said, since a day; `has_land`, with what the file says that it covers.

    Raises Refused while the organisation above is not there that day.
    """
    above = known.get(said.of)
    if above is None or not above.in_force(since):
        missing = above.name if above else next((one.name for one in network.entries if one.slug == said.of), said.of)
        raise Refused(
            f"{said.name} serait membre {of_name(missing)}, qui n’est pas ouvert le {day_in_words(since)}. Ouvrez-le "
            "d’abord, ou en même temps, au même jour ou avant."
        )
    # What the file says of territories stands with what it says of the rest; other words of who opens stand for both.
    of_land = network.territories_source if source == network.source else ""
    only = replace(network, entries=(said,), since=Since.all(since), source=source, territories_source=of_land)
    organisation = new_organisation(only, said)
    known[said.slug] = organisation
    return Entry(
        organisation=organisation,
        names=names_of(only, said, organisation),
        affiliations=missing_affiliations(only, known, is_said=True),
        coverage=missing_coverage(only, known, geography(), network.slugs) if has_land else [],
    )


def leave(organisation: Organisation, last: date) -> None:
    """Inside an act: the organisation, its names, its land, its memberships and its qualities stop after that day.

    What had ended before keeps its end. Raises Invalid on `last`; Refused while it has members of the network after it.
    """
    open_act()
    members = Affiliation.objects.filter(of=organisation, member__scale__in=OPENED).select_related("member")
    after = [row for row in members.order_by("member__search") if row.dates.last is None or row.dates.last > last]
    if after:
        named = ", ".join(row.member.name for row in after)
        raise Refused(
            f"{organisation.name} a encore des membres du réseau après le {day_in_words(last)} : {named}. Inscrivez d’abord "
            "la fin de leur adhésion, et rattachez-les ailleurs."
        )
    close(organisation, last, organisation.name)
    organisation.save(update_fields=["period"])
    for rows in (
        organisation.names,
        organisation.coverage,
        organisation.capacities,
        organisation.affiliations,
        organisation.members,
    ):
        shorten(rows.order_by("period"), organisation, last)


def shorten(rows: DatedQuerySet, organisation: Organisation, last: date) -> None:
    """These rows stop after that day; one that only begins then has no day left, and is somebody's to settle first."""
    for row in rows.touching(Period(last + timedelta(days=1))):
        if row.dates.start and row.dates.start > last:
            raise Refused(
                f"Une inscription {of_name(organisation.name)} commence le {day_in_words(row.dates.start)}, après ce jour. "
                "Choisissez un jour plus tard."
            )
        row.period = as_range(Period.through(row.dates.start, last))
        row.save(update_fields=["period"])
