"""« Texte » as it is handed out: what the screen shows to whoever prints it, and no word addressed to them."""

from datetime import date
from typing import cast

from kevread.charter.models import Source
from kevread.charter.papers import ArticleTold, CommonText, Mark, PartTold, Settle, Words
from kevread.charter.queries.figures import AWAITED, EVERYTHING, Figures
from kevread.charter.queries.text import Reading, read_text
from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.documents.queries import letterhead
from kevread.ui.words import counted

TO_READER, TOLD = " partout où vous lisez", " pour toutes les organisations qui ont été lues"
NOT_LAW = (
    "Ce n’est pas la loi : une convention collective le demande à qui la suit, et nul ne s’en écarte ; ou bien une "
    "administration le pense, un guide juridique le dit, les associations le font, et l’on peut s’en écarter par une "
    "dérogation."
)
ONLY = "Hors de ce que disent la loi, les conventions collectives, la doctrine et l’usage, chaque article redit "
OURS = " Ce que Kevread y ajoute y est marqué, sous l’article : « Ajout de Kevread »."
SOURCES = {
    True: f"{ONLY}une phrase du document fondateur.{OURS}",
    False: f"{ONLY}une phrase du document fondateur, qui n’est pas encore joint : c’est le document qui fait foi.{OURS}",
}


def text_paper(organisation: Organisation, actor: Actor, on: date, *, whole: bool) -> CommonText:
    """What the facts answer is in it for whoever may read them here, and for nobody else. `whole`: every article; else those
    that wait, where there are some."""
    text = read_text(organisation, on, actor)
    is_faced = bool(actor.hat_for("read", organisation.pk))
    waiting = is_faced and not whole and text.waits
    return CommonText(
        letterhead=letterhead(organisation, on),
        on=on,
        is_faced=is_faced,
        of=len(text.readings) if waiting else None,
        counts=in_words(text.figures) if is_faced else "",
        partly=partly_read(text.partly) if is_faced else "",
        to_mend=settled(text.readings, "breaches"),
        to_decide=settled(text.readings, "not_decided"),
        parts=tuple(
            PartTold(
                title=part.title,
                about=NOT_LAW if part.key == "usage" else "",
                articles=tuple(article(one) for one in part.shown),
            )
            for part in text.showing(AWAITED if waiting else EVERYTHING)
            if part.shown
        ),
        note=SOURCES[Source.objects.exists()],
    )


def in_words(figures: Figures) -> str:
    told = [shown for one in figures.every for shown in (one, *one.apart)]
    return for_anybody(" ".join(f"{one.counted} {one.says}{one.ends}" for one in told))


def partly_read(partly: tuple[int, int] | None) -> str:
    if partly is None:
        return ""
    read = counted(partly[0], "organisation a été lue", "organisations ont été lues")
    return f"{read}, sur {partly[1]} : ailleurs, un article peut être tenu autrement."


def settled(readings: list[Reading], state: str) -> tuple[Settle, ...]:
    return tuple(
        Settle(
            rule=one.article.rule,
            title=one.article.title,
            said=beyond(one.answer.said, one.answer.word),
            rest=for_anybody(one.answer.rest),
        )
        for one in readings
        if one.state == state and one.answer
    )


def article(reading: Reading) -> ArticleTold:
    told, answer = reading.article, reading.answer
    additions = [clause.addition for clause in told.clauses] + [spec.addition for spec in told.settings]
    return ArticleTold(
        rule=told.rule,
        title=told.title,
        strength="à confirmer par un·e juriste" if told.is_to_confirm else told.strength,
        source="" if told.is_founding else told.source,
        words=words_of(reading),
        word=answer.word if answer else "",
        state=cast(Mark, answer.verdict) if answer else "",
        said=beyond(answer.said, answer.word) if answer else "",
        rest=for_anybody(answer.rest) if answer else "",
        additions=tuple(dict.fromkeys(filter(None, additions))),
    )


def words_of(reading: Reading) -> tuple[Words, ...]:
    return tuple(
        Words(
            text=segment.text,
            kind="" if not segment.setting else "value" if segment.decided else "blank",
            is_broken=run.state == "breaches",
        )
        for run in reading.runs
        for segment in run.segments
    )


def beyond(said: str, word: str) -> str:
    """What an answer says after its word, which stands apart.

    >>> beyond("Non décidé.", "Non décidé"), beyond("Non décidé : la clé.", "Non décidé"), beyond("On en compte 3.", "À régler")
    ('', 'La clé.', 'On en compte 3.')
    """
    told = (
        for_anybody(said).removeprefix(word).lstrip(" :.")
        if said.startswith((f"{word}.", f"{word} :"))
        else for_anybody(said)
    )
    return told[:1].upper() + told[1:]


def for_anybody(said: str) -> str:
    """
    >>> for_anybody("Tenu partout où vous lisez.")
    'Tenu pour toutes les organisations qui ont été lues.'
    """
    return said.replace(TO_READER, TOLD)
