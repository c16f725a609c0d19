"""What the matrix says of one decision: its standing, and why in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from kevread.common.periods import day_in_words
from kevread.competence.rules.bodies import (
    FAULTS,
    NOBODY_ELSE,
    UNJUDGED,
    By,
    Competence,
    DecisionType,
    Expected,
    Given,
    Organ,
    Others,
    Said,
    Standing,
    advises,
    awaited_of,
    follows,
    is_one_of,
    is_surely,
    is_the,
    knows,
    last_word,
    ratifies,
)


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

    The wrong body comes before a missing advice: what the others lacked is said of the right one only, and is else in doubt.
    Whoever decides with others awaits them, and is at fault only when the decision was applied before they had all adopted
    it. `ratified`: what other bodies said of it since; the competent one mends it by adopting it, and what was in doubt of the
    advices by citing them. `is_decided`: whether the distribution was decided that day. What is only proposed accuses nobody,
    and acquits nobody; a body or an advice that the founding text itself names is no proposal.
    """
    given = list(advices)
    unsaid = tuple(organ for organ in type_.advices if organ.outside and last_word(organ, given, by) is None)
    found = held(type_, by, decided_on, given, others, is_decided=is_decided)
    found = doubted(replace(found, unsaid=unsaid), type_, by, others)
    found = mended_by(ratified, found, type_, by, decided_on)
    if is_decided:
        return found
    by_the_text = {Standing.ADVICE_MISSING: bool(type_.after_article), Standing.AHEAD: False}
    found = replace(found, doubts=frozenset(one for one in found.doubts if by_the_text.get(one, type_.basis == "text")))
    nobody_is_judged = found.standing in (*UNJUDGED, Standing.UNDECIDED, Standing.AWAITS_OTHERS)
    if nobody_is_judged or by_the_text.get(found.standing, type_.basis == "text"):
        return found
    reason = f"{found.reason} {ONLY_PROPOSED}"
    return replace(found, standing=Standing.PROPOSED, proposed=found.standing, reason=reason)


def mended_by(ratified: Iterable[Said], found: Competence, type_: DecisionType, by: By, decided_on: date) -> Competence:
    """What is found of it once the competent body made it its own; as it was when none did. Of a session that nobody told,
    it is not known whether it could."""
    is_wrong = found.standing is Standing.WRONG_BODY
    if is_wrong or found.standing is Standing.ADVICE_MISSING:
        mends = [one for one in ratified if ratifies(one, type_, by, decided_on)]
        mends = [one for one in mends if is_wrong or knows(one, found.missing, by)]
        sure = [one for one in mends if is_surely(one.by, type_.organs)]
        if mended := min(sure or mends, key=lambda one: one.on, default=None):
            when = f"le {day_in_words(mended.on)} : {mended.by.name}."
            standing, doubts = Standing.RATIFIED if sure else Standing.UNSURE, found.doubts
            if not is_wrong:
                reason = f"{found.reason} Elle a été confirmée, l’avis connu, {when}"
            else:
                who = "L’instance compétente l’a ratifiée" if sure else "Elle a été ratifiée"
                reason = f"Décidée par : {by.name}. {who} {when}"
            if not sure:
                reason, doubts = f"{reason} {untold_session(type_)}", doubts | {Standing.WRONG_BODY}
            if is_wrong and not found.unsaid and any(follows(one, found.missing, by) for one in mends):
                doubts -= {Standing.ADVICE_MISSING}
            return Competence(
                standing, reason, found.missing, awaited=found.awaited, doubts=doubts, unsaid=found.unsaid
            )
    return found


def untold_session(type_: DecisionType) -> str:
    return f"C’est {enumerated(type_.organs, 'ou')} qui décide, et la séance n’est pas dite."


ONLY_PROPOSED = (
    "Cette répartition est notre proposition : elle n’était pas décidée ce jour-là, et rien n’est jugé d’après elle."
)


def held(
    type_: DecisionType, by: By, decided_on: date, given: Sequence[Given], others: Others, *, is_decided: bool
) -> Competence:
    """What the matrix says, as if it were decided."""
    where = source(type_, is_decided=is_decided)
    if type_.by_articles:
        return Competence(
            Standing.BY_ARTICLES,
            f"« {type_.label} » : les statuts de chaque organisation disent qui en décide, et non la répartition.",
        )
    if not type_.speaks_of(by.scale):
        names = enumerated(type_.organs, "ou")
        return Competence(
            Standing.BESIDE,
            f"« {type_.label} » : la répartition parle ici {of_the(names)}, et ne dit rien des autres organisations, qui en "
            "décident chacune pour elles-mêmes.",
        )
    if not type_.organs:
        return Competence(
            Standing.UNDECIDED, f"« {type_.label} » : personne n’a encore dit qui en décide. {type_.undecided}".strip()
        )
    known = [organ for organ in type_.advices if not organ.outside or last_word(organ, given, by)]
    missing = tuple(organ for organ in known if not any(advises(one, organ, by, decided_on) for one in given))
    since = {organ: last_word(organ, given, by) for organ in missing}
    unheard = tuple(organ for organ, word in since.items() if word is None)
    against = tuple(organ for organ, word in since.items() if word and not word.favourable)
    if not any(is_one_of(by, organ) for organ in type_.organs):
        return Competence(Standing.WRONG_BODY, another(type_, by, where), missing, unheard, against)
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
        adopted = f"Toutes les instances qui décident ensemble l’ont adoptée{where}{after(known)}."
        return Competence(Standing.COMPETENT, adopted)
    return Competence(Standing.COMPETENT, f"L’instance compétente a décidé{where}{after(known)}.")


def doubted(found: Competence, type_: DecisionType, by: By, others: Others) -> Competence:
    """With the faults of which nothing shows whether it has them: all, where nobody said who decides; that of the body,
    where its session is not known; the advices, of somebody outside that nobody noted or on what the wrong body took, for
    they come before the right one; the others, where another fault is told first."""
    if found.standing in UNJUDGED:
        return found
    if not type_.organs:
        return replace(found, doubts=FAULTS)
    doubts, is_wrong = set[Standing](), found.standing is Standing.WRONG_BODY
    if found.unsaid or (is_wrong and (found.unheard or found.against)):
        doubts.add(Standing.ADVICE_MISSING)
    if (is_wrong or found.standing is Standing.ADVICE_MISSING) and others.applied_on and awaited_of(by, others):
        doubts.add(Standing.AHEAD)
    if is_wrong or is_surely(by, type_.organs):
        return replace(found, doubts=frozenset(doubts))
    doubts.add(Standing.WRONG_BODY)
    if found.standing in (Standing.COMPETENT, Standing.ADVISED_SINCE, Standing.ADOPTED_SINCE):
        late = "" if found.standing is Standing.COMPETENT else found.reason
        found = replace(found, standing=Standing.UNSURE, reason=f"{late} {untold_session(type_)}".strip())
    return replace(found, doubts=frozenset(doubts))


def awaits(others: Others, awaited: tuple[Expected, ...]) -> str:
    """Who is awaited still, in a sentence; and who rejected it."""
    if not awaited:
        return ""
    against = {said.by.name: said.on for said in others.said if any(is_the(said.by, one) for one in awaited)}
    rejected = "".join(f" {name} l’a rejetée le {day_in_words(on)}." for name, on in against.items())
    return f"Elle attend encore {enumerated(awaited, 'et')}.{rejected}"


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


def another(type_: DecisionType, by: By, where: str) -> str:
    """Who decides, and who decided; of what an article charges somebody with, that nobody else decides is our reading."""
    organs = enumerated(type_.organs, "ou")
    if type_.basis == "text":
        begins = f"« {type_.label} » : l’article {type_.article} en charge {organs}."
        return f"{begins} Ici a décidé : {by.name}. Qu’aucune autre n’en décide est notre lecture."
    return f"Pour « {type_.label} », c’est {organs} qui décide{where}. Ici a décidé : {by.name}."


def source(type_: DecisionType, *, is_decided: bool) -> str:
    """Where the competence comes from, after a comma."""
    if type_.basis == "text":
        return f", selon l’article {type_.article}"
    return f", selon la répartition {'décidée' if is_decided else 'proposée'}"


def after(known: Sequence[Organ]) -> str:
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
