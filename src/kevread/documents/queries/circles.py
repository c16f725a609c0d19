"""Who may sign for an organisation and its neighbours, and where a demand for signatures stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kevread.base.stamped import is_ours
from kevread.common.actor import Actor
from kevread.common.facts import SCALES
from kevread.directory.models import Affiliation, Organisation
from kevread.documents.asks import Entitled, entitled
from kevread.documents.models import Circle, Document, Signature, SignatureAsked, Step, Version
from kevread.documents.rendering import MEDIA_TYPE
from kevread.mail.models import Dispatch, State

LETTERS = (Step.Kind.SENT, Step.Kind.REMINDED, Step.Kind.NUDGED)  # the steps by which somebody is written to


def who_may_sign(organisation: Organisation, on: date, amount: int | None, act: str | None) -> list[Entitled]:
    """Those who may sign this act for this amount, that day: of the organisation first, then of those that it belongs to or
    that belong to it."""
    found = entitled(list(around(organisation, on)), amount, on, act)
    return sorted(
        found, key=lambda one: (one.organisation.pk != organisation.pk, one.organisation.name, str(one.person))
    )


def around(organisation: Organisation, on: date) -> QuerySet[Organisation]:
    """It, those that it belongs to and those that belong to it, that day, by name."""
    links = Affiliation.objects.on(on).filter(Q(member=organisation) | Q(of=organisation))
    near = {key for pair in links.values_list("member", "of") for key in pair}
    rows = Organisation.objects.on(on).filter(Q(pk__in=near, scale__in=SCALES) | Q(pk=organisation.pk))
    return rows.order_by("name")


def ended_unsigned(versions: Collection[UUID]) -> set[UUID]:
    """Of these versions, files that were given, those that were refused, or withdrawn, before anybody had signed them."""
    rows = Version.objects.filter(pk__in=versions, template="", signatures=None)
    return set(
        rows.filter(circle__steps__kind__in=(Step.Kind.REFUSED, Step.Kind.WITHDRAWN)).values_list("pk", flat=True)
    )


def unfollowed(on: date) -> QuerySet[Step]:
    """The refusals to sign that nothing followed that day: neither a newer version, put to other signatures or not, nor
    somebody who says that it is left so."""
    then = Version.objects.filter(made_at__date__lte=on)
    newer = then.filter(document=OuterRef("circle__version__document"), number__gt=OuterRef("circle__version__number"))
    left = Step.objects.filter(circle=OuterRef("circle"), kind=Step.Kind.LEFT, at__date__lte=on)
    rows = Step.objects.filter(~Exists(newer), ~Exists(left), kind=Step.Kind.REFUSED, at__date__lte=on)
    return rows.filter(circle__version__document__removal=None)


def to_put_to_signature(organisation: Organisation, actor: Actor) -> list[Document]:
    """The files given to the organisation that the actor reads, whose last version is a PDF that nobody was asked to sign, or
    that nobody signed before its demand ended."""
    rows = Document.objects.visible_to(actor).filter(organisation=organisation, kind="file", removal=None)
    rows = rows.order_by("-pk")[:200]
    last = {one.document_id: one for one in Version.objects.filter(document__in=rows).defer("data").order_by("number")}
    asked = set(
        SignatureAsked.objects.filter(version__in=[one.pk for one in last.values()]).values_list("version", flat=True)
    )
    asked -= ended_unsigned(asked)
    return [one for one in rows if last[one.pk].media_type == MEDIA_TYPE and last[one.pk].pk not in asked]


def named(document: Document) -> str:
    """A document in a letter, whose reader may have some to sign in several organisations."""
    return f"{document.title} ({document.organisation.name})"


@dataclass(frozen=True, slots=True)
class Standing:
    """One who is asked: what they did, since when they are written to, whether the letter left."""

    asked: SignatureAsked
    signature: Signature | None
    steps: Sequence[Step]
    is_turn: bool

    @property
    def letters(self) -> list[tuple[Step, str]]:
        """Each letter, with what came of it: « parti » once it has left, and not before."""
        return [(one, told(one.dispatch)) for one in self.steps if one.kind in LETTERS]

    @property
    def replaced(self) -> Step | None:
        return next((one for one in self.steps if one.kind == Step.Kind.REPLACED), None)

    @property
    def refused(self) -> Step | None:
        return next((one for one in self.steps if one.kind == Step.Kind.REFUSED), None)


def told(dispatch: Dispatch | None) -> str:
    if dispatch is None:
        return "pas de courriel : à prévenir autrement"
    if dispatch.state == State.SENT:
        return "courriel parti"
    return "courriel pas encore parti" if dispatch.state == State.QUEUED else f"courriel non parti : {dispatch.fault}"


@dataclass(frozen=True, slots=True)
class Followed:
    """A circle as whoever asked follows it."""

    circle: Circle
    people: list[Standing]
    ended: Step | None
    is_superseded: bool = False
    left: Step | None = None

    @property
    def is_signed(self) -> bool:
        return all(one.signature or one.replaced for one in self.people)

    @property
    def is_open(self) -> bool:
        return self.ended is None and not self.is_superseded and not self.is_signed

    @property
    def state(self) -> str:
        if self.ended:
            return self.ended.get_kind_display()
        if self.is_superseded and not self.is_signed:
            return "Une version plus récente remplace celle-ci"
        signed = sum(1 for one in self.people if one.signature)
        expected = sum(1 for one in self.people if not one.replaced)
        return "Signé par tout le monde" if self.is_signed else f"{signed} sur {expected}"

    @property
    def awaited(self) -> str:
        """Those whose turn it is."""
        return ", ".join(str(one.asked.person) for one in self.people if one.is_turn)


def followed(circles: Sequence[Circle]) -> list[Followed]:
    """Four queries, whatever their number. Only signatures that this installation made count."""
    versions = [one.version_id for one in circles]
    asked = SignatureAsked.objects.filter(version__in=versions).select_related("person", "organisation")
    steps = Step.objects.filter(circle__in=circles).select_related("person", "dispatch").order_by("at", "pk")
    made = Signature.objects.filter(version__in=versions).select_related("version").defer("version__data")
    signatures = {(one.version_id, one.person_id): one for one in made if is_ours(one)}
    newer = Version.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    superseded = set(Version.objects.filter(Exists(newer), pk__in=versions).values_list("pk", flat=True))
    rows = list(asked.order_by("rank", "pk"))
    by_circle = {circle.pk: [one for one in steps if one.circle_id == circle.pk] for circle in circles}
    found = []
    for circle in circles:
        mine = [one for one in rows if one.version_id == circle.version_id]
        gone = {one.asked_id for one in by_circle[circle.pk] if one.kind == Step.Kind.REPLACED}
        waiting = [one.rank for one in mine if one.pk not in gone and (one.version_id, one.person_id) not in signatures]
        ended = next(
            (one for one in by_circle[circle.pk] if one.kind in (Step.Kind.REFUSED, Step.Kind.WITHDRAWN)), None
        )
        people = [
            Standing(
                asked=one,
                signature=signatures.get((one.version_id, one.person_id)),
                steps=[step for step in by_circle[circle.pk] if step.asked_id == one.pk],
                is_turn=not ended
                and circle.version_id not in superseded
                and one.pk not in gone
                and one.rank == min(waiting, default=-1)
                and (one.version_id, one.person_id) not in signatures,
            )
            for one in mine
        ]
        left = next((one for one in by_circle[circle.pk] if one.kind == Step.Kind.LEFT), None)
        found.append(Followed(circle, people, ended, circle.version_id in superseded, left))
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """One signature that was asked, in a list that is taken away."""

    followed: Followed
    standing: Standing

    @property
    def circle(self) -> Circle:
        return self.followed.circle

    @property
    def organisation(self) -> str:
        where = self.standing.asked.organisation or self.circle.version.document.organisation
        return str(where.name)

    @property
    def said(self) -> str:
        one = self.standing
        if one.signature:
            return "signé"
        if one.replaced:
            return "remplacé·e"
        if one.refused:
            return "refusé"
        if not self.followed.is_open:
            return "n’est plus attendu"
        return "attendu" if one.is_turn else "attend son tour"

    @property
    def reason(self) -> str:
        """Of who refused, was replaced, or saw the demand withdrawn."""
        step = (
            self.standing.refused
            or self.standing.replaced
            or (None if self.standing.signature else self.followed.ended)
        )
        return step.reason if step else ""


def wanted_of(rows: Sequence[Followed]) -> list[Wanted]:
    return [Wanted(one, each) for one in rows for each in one.people]
