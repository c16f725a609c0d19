"""How each common text stands on a day: who adopted its last version, who is awaited, who refused and why, what is in force."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q

from kevread.base.models import DatedQuerySet
from kevread.common.periods import day_in_words
from kevread.concord.loader import kinds, label
from kevread.concord.models import Answer, CommonText, CommonTextQuerySet, Named, Version
from kevread.concord.rules import Said, in_force_since
from kevread.decisions.models import Decision, DecisionQuerySet
from kevread.directory.models import Organisation
from kevread.seats.models import Body

REGISTER = "concord"
ADOPT = (Body.Kind.BOARD, Body.Kind.ASSEMBLY)
STATES = {"adopted": "A adopté", "refused": "A refusé", "awaited": "N’a pas encore répondu"}


@dataclass(frozen=True, slots=True)
class Place:
    """A body that is named, and its last word of the day."""

    named: Named
    answer: Answer | None

    @property
    def state(self) -> str:
        if self.answer is None:
            return "awaited"
        return "adopted" if self.answer.adopts else "refused"

    @property
    def word(self) -> str:
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class Reading:
    """A version, who is named for it, and since when it is in force, if it is."""

    version: Version
    places: tuple[Place, ...]
    since: date | None

    def those(self, state: str) -> list[Place]:
        return [one for one in self.places if one.state == state]

    @property
    def adopted(self) -> list[Place]:
        return self.those("adopted")

    @property
    def awaited(self) -> list[Place]:
        return self.those("awaited")

    @property
    def refused(self) -> list[Place]:
        return self.those("refused")

    @property
    def state(self) -> str:
        if self.since is not None:
            return "in_force"
        return "refused" if self.refused else "under_way"


@dataclass(frozen=True, slots=True)
class Standing:
    """A text on a day: its versions that were written by then, the last first. `current`: the last that came into force."""

    text: CommonText
    readings: tuple[Reading, ...]
    on: date

    @property
    def last(self) -> Reading:
        return self.readings[0]

    @property
    def current(self) -> Reading | None:
        return next((one for one in self.readings if one.since is not None), None)

    @property
    def is_dropped(self) -> bool:
        return self.text.dropped_on is not None and self.text.dropped_on <= self.on

    @property
    def state(self) -> str:
        return "dropped" if self.is_dropped else self.last.state

    @property
    def kind(self) -> str:
        return label(self.text.kind)

    @property
    def said(self) -> str:
        """How it stands, in a sentence."""
        if self.is_dropped:
            assert self.text.dropped_on is not None
            return f"Abandonné le {day_in_words(self.text.dropped_on)} : {self.text.because}"
        last, named = self.last, len(self.last.places)
        if last.since is not None:
            return f"En vigueur depuis le {day_in_words(last.since)}, adopté par chaque instance nommée ({named})."
        said = f"Adopté par {len(last.adopted)} sur {named}"
        if last.refused:
            said += f", refusé par {len(last.refused)}"
        if last.awaited:
            said += f" ; attendu de {len(last.awaited)}"
        current = self.current
        if current is None or current.since is None:
            return f"{said}. Pas encore en vigueur."
        return f"{said}. D’ici là, la version {current.version.number} reste en vigueur."

    def place_of(self, body: UUID) -> Place | None:
        return next((one for one in self.last.places if one.named.body_id == body), None)


def standings(rows: CommonTextQuerySet, on: date) -> list[Standing]:
    """Each text that was written by that day, those under way first, the last first. Three queries."""
    answers = Answer.objects.standing_on(on).select_related("decision").order_by("decision__decided_on", "pk")
    named = (
        Named.objects.select_related("body__organisation")
        .prefetch_related(Prefetch("answers", queryset=answers, to_attr="said"))
        .order_by("body__organisation__name", "body__rank", "pk")
    )
    versions = (
        Version.objects.filter(written_on__lte=on, text__in=rows)
        .order_by("-number")
        .select_related("text__organisation")
        .prefetch_related(Prefetch("named", queryset=named, to_attr="bodies"))
    )
    written: dict[CommonText, list[Version]] = defaultdict(list)
    for version in versions:
        written[version.text].append(version)
    found = [Standing(text, tuple(reading_of(one, text) for one in those), on) for text, those in written.items()]
    order = {"refused": 0, "under_way": 0, "in_force": 1, "dropped": 2}
    found.sort(key=lambda one: (order[one.state], -one.last.version.written_on.toordinal(), one.text.title))
    return found


def reading_of(version: Version, text: CommonText) -> Reading:
    version.text = text  # so that its pages need no other query
    places = tuple(Place(one, one.said[-1] if one.said else None) for one in version.bodies)  # type: ignore[attr-defined]
    said = [
        Said(place.named.body_id, one.decision.decided_on, one.adopts)
        for place in places
        for one in place.named.said  # type: ignore[attr-defined]
    ]
    return Reading(version, places, in_force_since([place.named.body_id for place in places], said))


def standing_of(text: CommonText, on: date) -> Standing | None:
    """None before its first version was written."""
    return next(iter(standings(CommonText.objects.filter(pk=text.pk), on)), None)


def bodies_open(on: date) -> DatedQuerySet:
    """The boards and assemblies of the organisations of the network: what may be named. One query."""
    rows: DatedQuerySet = (
        Body.objects.on(on).filter(kind__in=(Body.Kind.BOARD, Body.Kind.ASSEMBLY)).exclude(organisation__scale="")
    )
    return rows.select_related("organisation").order_by("organisation__name", "rank", "pk")


def citable(body: Body, version: Version) -> DecisionQuerySet:
    """The lines of the register of a body that may answer a version: they stand, are no advice, were taken once it was written,
    and answer no other text, nor did the line that they correct. One query."""
    rows: DecisionQuerySet = Decision.objects.standing().filter(body=body, decided_on__gte=version.written_on)
    answers = Answer.objects.standing()
    used = answers.filter(Q(decision=OuterRef("pk")) | Q(decision=OuterRef("corrects")))
    return rows.exclude(type=Decision.ADVICE).exclude(Exists(used)).order_by("-decided_on", "-number")


def of_organisation(organisation: Organisation) -> CommonTextQuerySet:
    found: CommonTextQuerySet = CommonText.objects.concerning([organisation.pk])
    return found


def founding(organisation: Organisation) -> CommonTextQuerySet:
    """The texts by which others create it: those of a kind that founds, that it keeps."""
    those = [slug for slug, kind in kinds().items() if kind.founds]
    found: CommonTextQuerySet = CommonText.objects.filter(organisation=organisation, kind__in=those)
    return found
