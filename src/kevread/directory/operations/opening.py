"""What a grouping or a pôle leaves in the directory when it is opened, and when it is closed.

The verbs are those of `seats`, because an organisation opens and closes with its bodies: what is here is written in their
act.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from kevread.base.models import DatedQuerySet, as_range
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of as of_name
from kevread.directory.loader import Since
from kevread.directory.models import Affiliation, Coverage, Name, Organisation
from kevread.directory.queries.proposals import OPENED, federation_network, geography
from kevread.journal.operations import open_act

from .attachments import in_words
from .checks import close, required
from .network import missing_affiliations, missing_coverage, names_of, new_organisation


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
    source = required(
        "source", source, "Écrivez d’où vous tenez que cette organisation existe : un acte, une décision."
    )
    known = {row.slug: row for row in Organisation.objects.all()}
    name = said.name
    if slug in known:
        raise Refused(f"{name} est déjà dans l’annuaire, {in_words(known[slug].dates)}.")
    if of and of not in said.among:
        raise Invalid("chosen_slugs", f"La fédération ne propose pas de rattacher {name} à cette organisation.")
    above = known.get(of or said.of)
    if above is None or not above.in_force(since):
        missing = above.name if above else next(one.name for one in network.entries if one.slug == (of or said.of))
        raise Refused(
            f"{name} serait membre {of_name(missing)}, qui n’est pas ouvert le {day_in_words(since)}. Ouvrez-le "
            "d’abord, ou en même temps, au même jour ou avant."
        )
    only = replace(network, entries=(replace(said, of=above.slug),), since=Since.all(since), source=source)
    organisation = new_organisation(only, said)
    known[slug] = organisation
    return Entry(
        organisation=organisation,
        names=names_of(only, said, organisation),
        affiliations=missing_affiliations(only, known),
        coverage=missing_coverage(only, known, geography(), network.slugs),
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
