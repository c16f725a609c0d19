"""Which body decides what, and after whose advice. Pure: the matrix is data of the federation (`decisions.yaml`)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kevread.common.facts import HEAD
from kevread.common.periods import day_in_words

ADVICE = "advice"  # the type of a line of the register that decides nothing
OTHER = (
    "other"  # that of a decision of which the matrix does not speak: somebody said so; with no type, nobody said which
)


class Session(StrEnum):
    """Of an assembly: what may be decided differs."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


@dataclass(frozen=True, slots=True)
class Organ:
    """Who may decide or advise: one regional space by its slug; or the body of a kind, in organisations of a scale; or somebody
    outside of Kevread, whose advice cannot be looked for here."""

    name: str  # « le conseil d’administration du groupement »
    body: str = ""
    kind: str = ""
    scale: str = ""
    session: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class DecisionType:
    """A line of the matrix. `organs`: any of them is competent. `together`: each takes the same decision, "all" in every
    organisation of its scale, "parties" in one that is tied to the others. `undecided`: nobody said which body, in words.
    `basis`: "text" when the founding text speaks, in `article`; else "proposal". `after_article`: that by which it asks for
    the advices, if it does; else they are a proposal too."""

    slug: str
    label: str
    organs: tuple[Organ, ...]
    advices: tuple[Organ, ...] = ()
    together: str = ""
    undecided: str = ""
    basis: str = "proposal"
    article: str = ""
    after_article: str = ""
    executes: str = ""  # a kind that a room opens, or one that waits elsewhere
    represents: bool = False  # it names who represents the organisation in the bodies of others
    note: str = ""


@dataclass(frozen=True, slots=True)
class By:
    """The body that decided, or advised. `session` empty: not known. `kin`: the organisations that its own was a member
    of, or that were members of it, on the day."""

    body: str
    kind: str
    scale: str
    organisation: str
    name: str
    session: str = ""
    kin: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """An advice: by whom, on what day."""

    by: By
    on: date


@dataclass(frozen=True, slots=True)
class Expected:
    """Who must take the same decision. `organisation` empty: any one of the organ's scale."""

    name: str
    organ: Organ
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The same decision, elsewhere: by whom, on what day, adopted or rejected. In the order of the days."""

    by: By
    on: date
    adopted: bool = True


@dataclass(frozen=True, slots=True)
class Others:
    """What is known of those who decide together. `applied_on`: the first day on which the decision was applied."""

    expected: tuple[Expected, ...] = ()
    said: tuple[Said, ...] = ()
    applied_on: date | None = None


NOBODY_ELSE = Others()


class Standing(StrEnum):
    COMPETENT = "competent"
    RATIFIED = "ratified"
    AWAITS_OTHERS = "awaits_others"
    WRONG_BODY = "wrong_body"
    ADVICE_MISSING = "advice_missing"
    AHEAD = "ahead"
    PROPOSED = "proposed"  # at fault by a distribution that nobody had decided that day
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Competence:
    """What the matrix says of one decision. `missing` are the advices that it lacks; those from outside never are.
    `awaited` are those who have not adopted the same decision yet."""

    standing: Standing
    reason: str
    missing: tuple[Organ, ...] = ()
    awaited: tuple[Expected, ...] = ()

    @property
    def is_flagged(self) -> bool:
        return self.standing in (Standing.WRONG_BODY, Standing.ADVICE_MISSING, Standing.AHEAD)


def is_one_of(by: By, organ: Organ) -> bool:
    """Whether a body is the organ that the matrix names. A session that is not known may be the one that is asked.

    >>> board = By("un-board", "board", "grouping", "un", "Conseil d’administration")
    >>> is_one_of(board, Organ("le conseil", kind="board", scale="grouping")), is_one_of(board, Organ("", body="cercle"))
    (True, False)
    """
    if organ.outside:
        return False
    if organ.body:
        return by.body == organ.body
    return (
        by.kind == organ.kind
        and by.scale == organ.scale
        and (not organ.session or not by.session or by.session == organ.session)
    )


def advises(given: Given, organ: Organ, decider: By, decided_on: date) -> bool:
    """Whether an advice is the one that is asked for: of that organ, on the day of the decision or before; of the same
    organisation at the decider's own scale, of one that was tied to it by membership that day at another."""
    if given.on > decided_on or not is_one_of(given.by, organ):
        return False
    if organ.body or given.by.organisation == decider.organisation:
        return True
    return organ.scale != decider.scale and given.by.organisation in decider.kin


def ratifies(said: Said, type_: DecisionType, by: By, decided_on: date) -> bool:
    """Whether what a body said of a decision that another took in its place makes it its own: adopted, on that day or after,
    by a body that is competent for it.

    >>> assembly = By("un-assembly", "assembly", "grouping", "un", "L’assemblée")
    >>> board = By("un-board", "board", "grouping", "un", "Le conseil")
    >>> budget = DecisionType("budget", "Budget", (Organ("l’assemblée", kind="assembly", scale="grouping"),))
    >>> ratifies(Said(assembly, date(2026, 6, 1)), budget, board, date(2026, 5, 1))
    True
    >>> ratifies(Said(assembly, date(2026, 4, 1)), budget, board, date(2026, 5, 1))
    False
    """
    return said.adopted and said.on >= decided_on and is_competent_for(said.by, type_, by)


def is_competent_for(one: By, type_: DecisionType, by: By) -> bool:
    """Whether a body should have taken a decision of this type that another took: of its own organisation at its own scale,
    of one that is tied to it at another; the head of network, for everybody."""
    for organ in type_.organs:
        tied = (
            organ.body
            or one.organisation == by.organisation
            or (organ.scale != by.scale and (organ.scale == HEAD or one.organisation in by.kin))
        )
        if tied and is_one_of(one, organ):
            return True
    return False


def competence(
    type_: DecisionType,
    by: By,
    decided_on: date,
    advices: Iterable[Given] = (),
    others: Others = NOBODY_ELSE,
    *,
    ratified: Iterable[Said] = (),
    is_decided: bool = True,
) -> Competence:
    """What the matrix says of a decision of a type, taken by a body on a day, after these advices, with these others.

    The wrong body comes before a missing advice: what it lacks is said of the right one only. Whoever decides with others
    awaits them, and is at fault only when the decision was applied before they had all adopted it. `ratified`: what other
    bodies said of it since; the competent one mends it by adopting it. `is_decided`: whether the distribution was decided
    that day. A fault by what is only proposed is none; a body or an advice that the founding text itself names is no proposal.
    """
    found = held(type_, by, decided_on, advices, others, is_decided=is_decided)
    if found.standing is Standing.WRONG_BODY:
        mended = min(
            (one for one in ratified if ratifies(one, type_, by, decided_on)), key=lambda one: one.on, default=None
        )
        if mended:
            when = f"L’instance compétente l’a ratifiée le {day_in_words(mended.on)} : {mended.by.name}."
            return Competence(Standing.RATIFIED, f"Décidée par : {by.name}. {when}")
    by_the_text = {Standing.WRONG_BODY: type_.basis == "text", Standing.ADVICE_MISSING: bool(type_.after_article)}
    if found.is_flagged and not is_decided and not by_the_text.get(found.standing, False):
        return replace(found, standing=Standing.PROPOSED, reason=f"{found.reason} {ONLY_PROPOSED}")
    return found


ONLY_PROPOSED = (
    "Cette répartition est notre proposition : elle n’était pas décidée ce jour-là, et rien n’est jugé d’après elle."
)


def held(
    type_: DecisionType, by: By, decided_on: date, advices: Iterable[Given], others: Others, *, is_decided: bool
) -> Competence:
    """What the matrix says, as if it were decided."""
    where = source(type_, is_decided=is_decided)
    if not type_.organs:
        return Competence(
            Standing.UNDECIDED, f"« {type_.label} » : personne n’a encore dit qui en décide. {type_.undecided}".strip()
        )
    if not any(is_one_of(by, organ) for organ in type_.organs):
        return Competence(
            Standing.WRONG_BODY,
            f"Pour « {type_.label} », c’est {enumerated(type_.organs, 'ou')} qui décide{where}. "
            f"Ici a décidé : {by.name}.",
        )
    given = list(advices)
    missing = tuple(
        organ
        for organ in type_.advices
        if not organ.outside and not any(advises(one, organ, by, decided_on) for one in given)
    )
    awaited = awaited_of(by, others)
    waits = awaits(others, awaited)
    if missing:
        reason = f"{late_or_missing(missing, given, by, decided_on)} {waits}".strip()
        return Competence(Standing.ADVICE_MISSING, reason, missing, awaited)
    if others.applied_on and (absent := awaited_of(by, others, others.applied_on)):
        return Competence(
            Standing.AHEAD,
            f"Elle se prend ensemble{where} : elle a été appliquée le {day_in_words(others.applied_on)}, avant que "
            f"l’aient adoptée {enumerated(absent, 'et')}.",
            awaited=awaited,
        )
    if awaited:
        return Competence(Standing.AWAITS_OTHERS, f"Elle se prend ensemble{where}. {waits}", awaited=awaited)
    if others.expected:
        adopted = f"Toutes les instances qui décident ensemble l’ont adoptée{where}{after(type_)}."
        return Competence(Standing.COMPETENT, adopted)
    return Competence(Standing.COMPETENT, f"L’instance compétente a décidé{where}{after(type_)}.")


def awaited_of(by: By, others: Others, on: date = date.max) -> tuple[Expected, ...]:
    """Those who had not adopted the same decision on a day: whoever said it twice is believed the second time.

    >>> board = Organ("le conseil", kind="board", scale="grouping")
    >>> one, two = (By(f"{g}-board", "board", "grouping", g, g) for g in ("un", "deux"))
    >>> both = Others((Expected("Un", board, "un"), Expected("Deux", board, "deux")))
    >>> [one.name for one in awaited_of(one, both)]
    ['Deux']
    """
    last = {said.by.body: said for said in others.said if said.on <= on}
    adopted = [by, *(said.by for said in last.values() if said.adopted and said.by.body != by.body)]
    return tuple(one for one in others.expected if not any(is_the(found, one) for found in adopted))


def is_the(by: By, expected: Expected) -> bool:
    return is_one_of(by, expected.organ) and expected.organisation in ("", by.organisation)


def awaits(others: Others, awaited: tuple[Expected, ...]) -> str:
    """Who is awaited still, in a sentence; and who rejected it."""
    if not awaited:
        return ""
    against = {said.by.name: said.on for said in others.said if any(is_the(said.by, one) for one in awaited)}
    rejected = "".join(f" {name} l’a rejetée le {day_in_words(on)}." for name, on in against.items())
    return f"Elle attend encore {enumerated(awaited, 'et')}.{rejected}"


def late_or_missing(missing: tuple[Organ, ...], given: list[Given], by: By, decided_on: date) -> str:
    """What lacks, in one sentence for each advice.

    An advice that came after the decision is said with its day: it does not count.
    """
    said = []
    for organ in missing:
        late = [one.on for one in given if advises(one, organ, by, one.on)]
        if late:
            said.append(
                f"L’avis {of_the(organ.name)} est du {day_in_words(min(late))}, "
                f"après la décision du {day_in_words(decided_on)} : il devait venir avant."
            )
        else:
            said.append(f"Il manque l’avis {of_the(organ.name)}, qui vient avant cette décision.")
    return " ".join(said)


def source(type_: DecisionType, *, is_decided: bool) -> str:
    """Where the competence comes from, after a comma."""
    if type_.basis == "text":
        return f", selon l’article {type_.article}"
    return f", selon la répartition {'décidée' if is_decided else 'proposée'}"


def after(type_: DecisionType) -> str:
    known = [organ for organ in type_.advices if not organ.outside]
    return f", après l’avis {enumerated(known, 'et', genitive=True)}" if known else ""


def enumerated(organs: Iterable[Organ | Expected], last: str, *, genitive: bool = False) -> str:
    """
    >>> enumerated([Organ("le Cercle"), Organ("l’assemblée"), Organ("la Ronde")], "ou")
    'le Cercle, l’assemblée ou la Ronde'
    >>> enumerated([Organ("le Cercle"), Organ("l’assemblée")], "et", genitive=True)
    'du Cercle et de l’assemblée'
    """
    names = [of_the(organ.name) if genitive else organ.name for organ in organs]
    *first, end = names
    return f"{', '.join(first)} {last} {end}" if first else end


def of_the(name: str) -> str:
    """« de » before a name that begins with its article.

    >>> of_the("le Cercle"), of_the("les cinq conseils"), of_the("l’assemblée"), of_the("la direction")
    ('du Cercle', 'des cinq conseils', 'de l’assemblée', 'de la direction')
    """
    for article, contracted in (("le ", "du "), ("les ", "des ")):
        if name.startswith(article):
            return contracted + name[len(article) :]
    return f"de {name}"
