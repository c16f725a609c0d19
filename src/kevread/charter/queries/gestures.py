"""By what gesture a finding is cured: where, by whom today, and whether whoever reads may."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from kevread.charter.asks import WHO_MAY, Holder
from kevread.charter.engine import Finding, Subject, framework
from kevread.charter.ways import NOWHERE, Mend, way_of
from kevread.common import rooms
from kevread.common.actor import Actor, Hat
from kevread.common.errors import Way
from kevread.common.rooms import Screen
from kevread.common.verdicts import Reason, Verdict
from kevread.common.words import of
from kevread.journal.memory import Memory
from kevread.ui.places import lets_in

ASKED_FOR = frozenset({Verdict.BREACHES, Verdict.UNKNOWN})
PLACES = 3  # organisations that each have their gesture, of those that a finding names: the others are read beside them


@dataclass(frozen=True, slots=True)
class Gesture:
    """What cures a finding: where; by which right, and the organisations of which it is enough to have it, the first being
    that where it is done; what one does there, after « peut »; `own`: whether nobody from elsewhere does. `page`: the
    organisation of its address, where that is another; `apart`: whether another than the one judged does it, at home."""

    way: Way
    right: str
    at: tuple[Subject, ...]
    does: str
    writes: bool
    own: bool = False
    page: Subject | None = None
    apart: bool = False

    def hat(self, actor: Actor) -> Hat | None:
        """By which one may do it."""
        held = actor.own_hat_for if self.own else actor.hat_for
        return next((hat for place in self.at if (hat := held(self.right, place.id))), None)

    def link(self, actor: Actor) -> Way | None:
        """The way there, for whoever may do it, or only read the page: never to a refusal."""
        if self.writes and not self.hat(actor):
            return None
        return self.way if lets_in(self.way, actor, (self.page or self.at[0]).id) else None


def gesture_of(finding: Finding) -> Gesture | None:
    """What cures it; None for what calls for nothing, and for what nothing of Kevread cures. What nobody decided is decided,
    by its setting when it is one; what nobody keeps is kept; the rest is done where the article says."""
    if finding.verdict not in ASKED_FOR:
        return None
    if finding.reason is Reason.NOT_DECIDED and (names := undecided(finding)):
        return deciding(finding, names[0])
    if finding.reason is Reason.NOT_KEPT:
        return on_screen(rooms.screen("charter:registers"), finding.keeper or finding.organisation)
    tell = finding.clause.tell if finding.reason is Reason.NO_DATA else NOWHERE
    return next(iter(by_mending(finding, (tell,) if tell.screen else finding.clause.mends)), None)


def other_gestures(finding: Finding) -> list[Gesture]:
    """What cures a breach as well, where the article says several ways, or several organisations act, the first aside; and
    where what is not known of the rest is said."""
    if finding.verdict is not Verdict.BREACHES:
        return []
    tell = [finding.clause.tell] if finding.unknown and finding.clause.tell.screen else []
    return [*list(by_mending(finding, finding.clause.mends))[1:], *by_mending(finding, tell)]


def acting(finding: Finding, first: Gesture | None) -> list[Gesture]:
    """Those of which it is told who can: the first, and what others than the organisation that is judged do at home."""
    return [first, *(one for one in other_gestures(finding) if one.apart and one != first)] if first else []


def by_mending(finding: Finding, mends: Iterable[Mend]) -> Iterator[Gesture]:
    """By these ways, in their order: by each organisation that fails, a few at most, where they act and not the one judged."""
    for mend in mends:
        for place in finding.places[:PLACES] if mend.by_item and finding.places else (None,):
            if gesture := done_at(finding, mend, place):
                yield gesture


def done_at(finding: Finding, mend: Mend, place: Subject | None) -> Gesture | None:
    if (way := way_at(finding, mend, place)) is None:
        return None
    if "setting" in way.where:
        return deciding(finding, str(way.where["setting"]))
    page = page_of(finding, mend)
    if place:
        way = replace(way, label=f"{way.label} : {place.name}")
        return Gesture(
            way, mend.right, (place,), mend.does, mend.writes, mend.own, page if mend.for_item else None, apart=True
        )
    at = (page, finding.organisation) if mend.at_head and mend.on_behalf else (page,)
    return Gesture(way, mend.right, at, mend.does, mend.writes, mend.own)


def page_of(finding: Finding, mend: Mend) -> Subject:
    """The organisation whose page it is."""
    if mend.at_item and finding.places:
        return finding.places[0]
    return (finding.head if mend.at_head else None) or finding.organisation


def way_to_mend(finding: Finding) -> Way | None:
    """Where what a clause finds is mended, whatever it finds: by the first way that the article says that leads somewhere."""
    return next((way for _, way in ways_to_mend(finding)), None)


def ways_to_mend(finding: Finding) -> Iterator[tuple[Mend, Way]]:
    place = finding.places[0] if finding.places else None
    for mend in finding.clause.mends:
        if way := way_at(finding, mend, place if mend.by_item else None):
            yield mend, way


def way_at(finding: Finding, mend: Mend, place: Subject | None) -> Way | None:
    """None where nothing is there to be led to: of what is not found, or of nobody who would act."""
    if mend.for_item and place is None:
        return None
    items = [item for item, _ in finding.failing] or finding.unknown or found_of(finding)
    item = str(next(iter(items), ""))
    head = finding.head.slug if finding.head else ""
    where = place.slug if place else ""
    way = way_of(mend, finding.clause.key, finding.organisation.slug, head, item, where)
    return way if way and all(way.where.values()) else None


def readable(finding: Finding, reader: Actor) -> Way | None:
    """The same, where this reader would be let in."""
    first = next(ways_to_mend(finding), None)
    return first[1] if first and lets_in(first[1], reader, page_of(finding, first[0]).id) else None


def found_of(finding: Finding) -> Iterable[object]:
    return finding.value if isinstance(finding.value, Mapping) else ()


def undecided(finding: Finding) -> list[str]:
    """The settings that a check reads, and that nobody decided."""
    check, word = finding.clause.check, next(iter(finding.words), None)
    limits = ((check.lower, finding.lower), (check.upper, finding.upper), (check.word or None, word)) if check else ()
    names = [name for name, value in limits if isinstance(name, str) and value is None]
    return names or ([check.once] if check and check.once else [])


def deciding(finding: Finding, name: str) -> Gesture | None:
    """Where a setting is decided: by the organisation for itself, or by the head for all; never what the law fixes."""
    spec = framework().settings.get(name)
    where = finding.organisation if spec and spec.decided_by == "own" else finding.head
    if spec is None or spec.is_given or where is None:
        return None
    screen = rooms.screen("charter:setting")
    way = Way(spec.gesture or screen.label, screen.name, {"scale": where.slug, "setting": name})
    return Gesture(way, screen.right, (where,), screen.does, screen.writes, screen.own)


def on_screen(screen: Screen, where: Subject) -> Gesture:
    way = Way(screen.label, screen.name, {"scale": where.slug})
    return Gesture(way, screen.right, (where,), screen.does, screen.writes, screen.own)


def corrections(finding: Finding, actor: Actor) -> list[Way]:
    """Where this person may correct what a finding that is false rests on: the facts, the settings that are read, the
    attestation; or write what allows to depart from the article."""
    own, head, (rule, _, number) = finding.organisation, finding.head, finding.clause.key.partition("/")
    ways = []
    gesture = gesture_of(finding)
    if way := (gesture.link(actor) if gesture else None) or readable(finding, actor):
        ways.append(way)
    if finding.attestation and actor.hat_for("attest", own.id):
        ways.append(Way("Retirer l’attestation", "charter:withdraw", {"scale": own.slug, "key": finding.attestation}))
    for name in finding.clause.check.settings if finding.clause.check else ():
        decided = deciding(finding, name)
        if decided and decided.hat(actor):
            label = f"Changer la modalité « {framework().settings[name].label} »"
            ways.append(Way(label, decided.way.screen, decided.way.where))
    if finding.clause.check and head and finding.article.is_derogable and actor.hat_for("grant_derogation", head.id):
        where = {"scale": own.slug, "rule": rule, "clause": int(number)}
        ways.append(Way("Inscrire une dérogation", "charter:derogate", where))
    return list({(way.screen, *way.where.values()): way for way in ways}.values())


type Holders = Mapping[tuple[str, UUID], Sequence[Holder]]
KNOWN = Memory[Holders](5000, lambda answer: 1 + len(answer))


def holders(gestures: Iterable[Gesture], on: date, reader: Actor) -> Holders:
    """Who may do these, as this reader may read it; in a number of queries that does not grow."""
    return holders_of(frozenset((one.right, place.id) for one in gestures for place in one.at), on, reader)


def holders_of(asked: frozenset[tuple[str, UUID]], on: date, reader: Actor) -> Holders:
    """The same, of each right on an organisation."""
    if not asked:
        return {}

    def read() -> Holders:
        found: dict[tuple[str, UUID], Sequence[Holder]] = {}
        for who_may in WHO_MAY:
            found |= who_may(asked, on, reader)
        return found

    return KNOWN.once((asked, on, reader), read)


def who_can(gesture: Gesture, known: Holders, reader: Actor, *, but: str = "") -> str:
    """« La présidence de Pôle ESS de Brest (Anaïg Le Goff) peut confier un siège. »; or that this reader may, and who else;
    or that nobody holds a seat by which one may, and who gives such a seat. `but` names somebody who may not,
    whatever they hold."""
    if hat := gesture.hat(reader):
        return " ".join(
            filter(None, (f"Vous pouvez {gesture.does} : {hat.label}.", others_can(gesture, known, reader)))
        )
    every = [one for place in gesture.at for one in known.get((gesture.right, place.id), ()) if one.people != (but,)]
    every = [replace(one, people=tuple(name for name in one.people if name != but)) for one in every]
    near = [one for one in every if one.is_near]
    above = [one for one in every if not one.is_near and one.is_held and not gesture.own]
    if held := [one for one in near if one.is_held]:
        return f"{in_words(held)} {gesture.does}."
    if not near:
        return f"{in_words(above)} {gesture.does}." if above else ""
    roles = ", ".join(dict.fromkeys(one.role for one in near))
    vacant = f"Personne ne tient aujourd’hui un siège qui le permet : {roles}."
    if not above:
        return f"{vacant} Un tel siège se confie par une décision inscrite au registre {of(gesture.at[0].name)}."
    return f"{vacant} {in_words(above)} {gesture.does}, et inscrire qui tiendra ce siège."


def who_each(gestures: Iterable[Gesture], known: Holders, reader: Actor) -> str:
    """Who can do each of these, one sentence after the other."""
    return " ".join(dict.fromkeys(filter(None, (who_can(one, known, reader) for one in gestures))))


def others_can(gesture: Gesture, known: Holders, reader: Actor) -> str:
    """Who else can, where this reader may: those of the organisation itself, whose business it is first; those above, where
    nobody there holds a seat by which one may."""
    every = [one for place in gesture.at for one in known.get((gesture.right, place.id), ()) if one.is_held]
    every = [one for one in every if one.people != (reader.name,)]
    every = [replace(one, people=tuple(name for name in one.people if name != reader.name)) for one in every]
    there = [one for one in every if one.is_near] or ([] if gesture.own else every)
    return f"{in_words(there)} aussi {gesture.does}." if there else ""


def who_has(right: str, organisation: UUID, on: date, reader: Actor) -> str:
    """Who holds a right somewhere, as it is told under an article: there first; those above where nobody does there. Empty
    where nobody does."""
    known = holders_of(frozenset({(right, organisation)}), on, reader)
    every = [one for one in known.get((right, organisation), ()) if one.is_held]
    there = [one for one in every if one.is_near] or every
    return named(there)[0] if there else ""


def in_words(held: Sequence[Holder]) -> str:
    """
    >>> in_words([Holder("la présidence d’ESS 35", ("Anne Le Goff",), True, True)])
    'La présidence d’ESS 35 (Anne Le Goff) peut'
    >>> directs = Holder("la direction d’ESS 35", ("Luc B.", "Lise R."), True, True)
    >>> in_words([Holder("la présidence d’ESS 35", (), True, True), directs])
    'La présidence d’ESS 35 et la direction d’ESS 35 (Luc B., Lise R.) peuvent'
    """
    said, can = named(held)
    return f"{said[:1].upper()}{said[1:]} {can}"


def named(held: Sequence[Holder]) -> tuple[str, str]:
    """Those who hold these roles, and the verb after them."""
    told = [f"{one.role} ({', '.join(one.people)})" if one.people else one.role for one in held]
    last = told.pop()
    return (f"{', '.join(told)} et {last}", "peuvent") if told else (last, "peut")
