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
    """An advice: by whom, on what day, in favour or not."""

    by: By
    on: date
    favourable: bool = True


@dataclass(frozen=True, slots=True)
class Expected:
    """Who must take the same decision. `organisation` empty: any one of the organ's scale."""

    name: str
    organ: Organ
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The same decision, elsewhere: by whom, on what day, adopted or rejected; the advices that it follows. In the order of
    the days."""

    by: By
    on: date
    adopted: bool = True
    after: tuple[Given, ...] = ()


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
    ADVISED_SINCE = "advised_since"  # after the decision, in favour
    ADOPTED_SINCE = "adopted_since"  # by all, after one applied it
    PROPOSED = "proposed"  # at fault by a distribution that nobody had decided that day
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Competence:
    """What the matrix says of one decision. `missing` are the advices that did not come before; those from outside never
    are. Of these, `unheard` gave none since, and `against` gave one that is not in favour. `awaited` are those who have not
    adopted the same decision yet. `proposed`: the fault that it would be, were the distribution decided."""

    standing: Standing
    reason: str
    missing: tuple[Organ, ...] = ()
    unheard: tuple[Organ, ...] = ()
    against: tuple[Organ, ...] = ()
    awaited: tuple[Expected, ...] = ()
    proposed: Standing | None = None

    @property
    def lack(self) -> Standing:
        """What is to mend, decided or only proposed."""
        return self.proposed or self.standing

    @property
    def is_to_confirm(self) -> bool:
        """Whether every advice came, and one is not in favour: whoever decided looks at it again, knowing it."""
        return self.lack is Standing.ADVICE_MISSING and not self.unheard

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
    if found.standing in (Standing.WRONG_BODY, Standing.ADVICE_MISSING):
        mends = [one for one in ratified if ratifies(one, type_, by, decided_on) and knows(one, found.missing, by)]
        if mended := min(mends, key=lambda one: one.on, default=None):
            when = f"le {day_in_words(mended.on)} : {mended.by.name}."
            if found.standing is Standing.WRONG_BODY:
                reason = f"Décidée par : {by.name}. L’instance compétente l’a ratifiée {when}"
            else:
                reason = f"{found.reason} Elle a été confirmée, l’avis connu, {when}"
            return Competence(Standing.RATIFIED, reason, found.missing, awaited=found.awaited)
    by_the_text = {Standing.WRONG_BODY: type_.basis == "text", Standing.ADVICE_MISSING: bool(type_.after_article)}
    if found.is_flagged and not is_decided and not by_the_text.get(found.standing, False):
        reason = f"{found.reason} {ONLY_PROPOSED}"
        return replace(found, standing=Standing.PROPOSED, proposed=found.standing, reason=reason)
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
    since = {organ: last_word(organ, given, by) for organ in missing}
    unheard = tuple(organ for organ, word in since.items() if word is None)
    against = tuple(organ for organ, word in since.items() if word and not word.favourable)
    awaited = awaited_of(by, others)
    late = " ".join(late_or_missing(organ, word, decided_on) for organ, word in since.items())
    waits = f"{late} {awaits(others, awaited)}".strip()
    if unheard or against:
        return Competence(Standing.ADVICE_MISSING, waits, missing, unheard, against, awaited)
    if others.applied_on and (absent := awaited_of(by, others, others.applied_on)):
        standing = Standing.AHEAD if awaited else Standing.ADOPTED_SINCE
        applied = (
            f"Elle se prend ensemble{where} : elle a été appliquée le {day_in_words(others.applied_on)}, avant que "
            f"l’aient adoptée {enumerated(absent, 'et')}."
        )
        if not awaited:
            last = max(said.on for said in others.said if said.adopted)
            applied += f" Toutes l’ont adoptée depuis, la dernière le {day_in_words(last)}."
        return Competence(standing, f"{applied} {waits}".strip(), missing, awaited=awaited)
    if awaited:
        return Competence(Standing.AWAITS_OTHERS, f"Elle se prend ensemble{where}. {waits}", missing, awaited=awaited)
    if missing:
        return Competence(Standing.ADVISED_SINCE, late, missing)
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


def last_word(organ: Organ, given: Iterable[Given], by: By) -> Given | None:
    """The last advice of an organ on a decision, whatever its day; of two of one day, that in favour."""
    theirs = (one for one in given if advises(one, organ, by, one.on))
    return max(theirs, key=lambda one: (one.on, one.favourable), default=None)


def knows(said: Said, organs: Iterable[Organ], by: By) -> bool:
    """Whether what was said follows the advice of each of these organs, of those that whoever decided had to hear."""
    return all(any(advises(one, organ, by, said.on) for one in said.after) for organ in organs)


def late_or_missing(organ: Organ, word: Given | None, decided_on: date) -> str:
    """An advice that did not come before: it is missing; or it came afterwards, and what it says is told."""
    if word is None:
        return f"Il manque l’avis {of_the(organ.name)}, qui vient avant cette décision."
    came = (
        f"L’avis {of_the(organ.name)} est du {day_in_words(word.on)}, "
        f"après la décision du {day_in_words(decided_on)} : il devait venir avant."
    )
    if word.favourable:
        return f"{came} Il est favorable."
    return f"{came} Il est défavorable : l’instance compétente la confirme, ou en décide autrement."


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
