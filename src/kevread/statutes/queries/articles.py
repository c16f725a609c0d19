"""The articles of association of an organisation, or its bylaws: in force on a day, held against the model, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kevread.charter.engine import framework
from kevread.common.actor import Actor
from kevread.common.marks import mark_of
from kevread.directory.models import Organisation
from kevread.documents.queries import grouped, letterhead
from kevread.statutes.loader import ArticleSpec, BlankSpec, ModelSpec, models
from kevread.statutes.models import ARTICLES, Statutes, StatutesArticle
from kevread.statutes.papers import ArticleShown, StatutesText, ValueShown
from kevread.statutes.rules.articles import Deviation, Stands, filled, of_wording

REGISTER = "statutes"


def in_force_on(organisation: Organisation, on: date, kind: str = ARTICLES) -> Statutes | None:
    """The text in force that day, with its articles. Two queries."""
    return in_force_by([organisation.pk], on, kind).get(organisation.pk)


def in_force_by(organisations: Iterable[UUID] | None, on: date, kind: str = ARTICLES) -> dict[UUID, Statutes]:
    """That of each, by the key of the organisation; None: of all. Two queries."""
    rows = Statutes.objects.in_force(on, kind).select_related("organisation", "decision", "document")
    if organisations is not None:
        rows = rows.filter(organisation__in=list(organisations))
    found: dict[UUID, Statutes] = {}
    for row in rows.distinct("organisation").prefetch_related("articles"):
        found[row.organisation_id] = row
    return found


def texts_of(organisation: Organisation, actor: Actor, on: date, kind: str = ARTICLES) -> list[Statutes]:
    """Those that this person reads, and that were known that day, the last first; a draft before all. One query."""
    rows = Statutes.objects.visible_to(actor).filter(organisation=organisation, kind=kind, begun_on__lte=on)
    found = rows.select_related("decision", "document", "organisation").order_by("-begun_on", "-pk")
    return sorted(found, key=lambda one: (not one.is_draft, -(one.since or one.begun_on).toordinal()))


# What a text says.


def words_of(spec: ArticleSpec, blanks: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """What stands in each blank of an article, in words: those of its setting, else those that were written while the model
    left words there; nothing where nobody said it."""
    known = framework().settings
    found = {}
    for name, blank in spec.blanks.items():
        if blank.setting in values and blank.setting in known:
            found[name] = known[blank.setting].words(values[blank.setting])
        else:
            found[name] = blanks.get(name, "")
    return found


def worded_in(spec: ArticleSpec, blanks: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """What was written of each setting, by its name, while the model left words there, and that is no setting of the text."""
    said = (
        (one.setting, blanks.get(name, "").strip()) for name, one in spec.blanks.items() if one.setting not in values
    )
    return {setting: words for setting, words in said if setting and words}


@dataclass(frozen=True, slots=True)
class Value:
    """A setting as a text says it: of which article of the common framework, and what the model admits of it."""

    name: str
    label: str
    words: str
    rule: str
    is_outside: bool = False


def values_said(statutes: Statutes) -> list[Value]:
    known, admitted = framework().settings, settings_of(statutes)
    return [
        Value(
            name,
            known[name].label,
            known[name].words(value),
            name.rsplit(".", 1)[0],
            name in admitted and not admitted[name].admits(value),
        )
        for name, value in sorted(statutes.values.items(), key=lambda pair: list(known).index(pair[0]))
        if name in known
    ]


def settings_of(statutes: Statutes) -> dict[str, BlankSpec]:
    model = model_of(statutes)
    return model.fixes if model else {}


def model_of(statutes: Statutes) -> ModelSpec | None:
    return models().get(statutes.model)


@dataclass(frozen=True, slots=True)
class Line:
    """An article of a text beside that of the model, and where it departs."""

    row: StatutesArticle
    spec: ArticleSpec | None
    model: str  # the words that the model would have, its blanks filled as here
    deviations: tuple[Deviation, ...]
    worded: tuple[str, ...] = ()  # what it says in words of a setting, that is held against nothing

    @property
    def is_untold(self) -> bool:
        return self.spec is not None and self.spec.form != "free" and self.row.stands == Stands.UNTOLD

    @property
    def is_there(self) -> bool:
        return self.row.stands != Stands.ABSENT


def sheet(statutes: Statutes) -> list[Line]:
    """Each article of a text, in order. One query, none once its articles are read."""
    model = model_of(statutes)
    lines = []
    for row in sorted(statutes.articles.all(), key=lambda one: one.rank):
        spec = model.named(row.slug) if model else None
        words = filled(spec.text, words_of(spec, row.blanks, statutes.values)) if spec else ""
        lines.append(Line(row, spec, words, deviations_of(statutes, row, spec, words), worded_of(statutes, row, spec)))
    return lines


def worded_of(statutes: Statutes, row: StatutesArticle, spec: ArticleSpec | None) -> tuple[str, ...]:
    """What a text that was adopted while the model left words there says of each setting, in a sentence."""
    if spec is None or row.stands not in (Stands.SAME, Stands.OTHER):
        return ()
    said = worded_in(spec, row.blanks, statutes.values)
    labels = {name: blank.label for name, blank in spec.fixes.items()}
    return tuple(
        f"{labels[name]} : écrit en mots, « {words} ». La modalité n’est pas inscrite." for name, words in said.items()
    )


def untold_of(statutes: Statutes, lines: Iterable[Line]) -> int:
    """How many articles of the model nobody compared with this text, those that the model gained since among them."""
    return sum(line.is_untold for line in lines) + len(gained(statutes))


def gained(statutes: Statutes) -> list[ArticleSpec]:
    """The articles that the model has, but what is free there, and of which this text says nothing."""
    model, known = model_of(statutes), {one.slug for one in statutes.articles.all()}
    return [one for one in model.articles if one.form != "free" and one.slug not in known] if model and known else []


def deviations_of(
    statutes: Statutes, row: StatutesArticle, spec: ArticleSpec | None, model: str
) -> tuple[Deviation, ...]:
    """Its wording; then each setting of the article that the text leaves unsaid, or says outside of what the model admits.
    What nobody compared says nothing of what it leaves unsaid; what is said in words is not unsaid."""
    if spec is None:
        return ()
    found = [of_wording(row.slug, row.title, spec.form, row.stands, row.text, model)]
    known = framework().settings
    worded = worded_in(spec, row.blanks, statutes.values)
    for name, blank in spec.fixes.items():
        if name in statutes.values:
            if not blank.admits(statutes.values[name]):
                said = known[name].words(statutes.values[name])
                text = f"{blank.label} : {said}. Le modèle admet {admitted_in_words(blank)}."
                found.append(Deviation(row.slug, row.title, "outside", text))
        elif row.stands in (Stands.SAME, Stands.OTHER) and name not in worded:
            found.append(Deviation(row.slug, row.title, "unfilled", f"{blank.label} : ce texte ne le dit pas."))
    return tuple(one for one in found if one is not None)


def admitted_in_words(blank: BlankSpec) -> str:
    if blank.between:
        return f"de {blank.between[0]} à {blank.between[1]}"
    spec = framework().settings.get(blank.setting)
    return " ; ".join(spec.words(value) for value in blank.among) if spec else ""


def mark_of_draft(draft: Statutes) -> str:
    """The same while the same articles, settings and signed file are in it. One query."""
    rows = draft.articles.order_by("rank", "slug").values_list("slug", "title", "stands", "blanks", "text")
    return mark_of(draft.values, draft.document_id, [list(row) for row in rows])


def lacking(statutes: Statutes) -> list[str]:
    """What a text that is written here lacks before an assembly adopts it: the titles of its articles, each once. What was
    signed elsewhere lacks nothing: its file makes faith."""
    if statutes.origin == Statutes.Origin.PAPER:
        return []
    lines = sheet(statutes)
    if not any(line.is_there for line in lines):
        return ["un article au moins"]
    titles = [line.row.title for line in lines if lacks(statutes, line)]
    return titles + [one.title for one in gained(statutes)]


def lacks(statutes: Statutes, line: Line) -> bool:
    row, spec = line.row, line.spec
    if row.stands == Stands.ABSENT:
        return False
    if row.stands == Stands.UNTOLD:
        return True
    if spec is None or spec.form == "free" or row.stands == Stands.OTHER:
        return not row.text.strip()
    return not all(word.strip() for word in words_of(spec, row.blanks, statutes.values).values())


# Its paper.


def statutes_paper(statutes: Statutes, on: date) -> StatutesText:
    """The text, on paper. Two queries."""
    organisation, model = statutes.organisation, model_of(statutes)
    numbers = (("RNA", organisation.rna), ("SIREN", grouped(organisation.siren)))
    lines = [line for line in sheet(statutes) if line.is_there and (line.row.text or statutes.is_draft)]
    return StatutesText(
        letterhead=letterhead(organisation, on),
        name=str(statutes),
        kind=statutes.called,
        identifiers=", ".join(f"{label} {number}" for label, number in numbers if number),
        state=state_of(statutes, on),
        model=f"{model.label}. {model.note}".strip() if model else "",
        adopted_on=statutes.adopted_on,
        adopted_by=statutes.adopted_by,
        since=statutes.since,
        articles=tuple(ArticleShown(title=line.row.title, text=line.row.text) for line in lines),
        values=tuple(ValueShown(label=one.label, words=one.words, rule=one.rule) for one in values_said(statutes)),
    )


def state_of(statutes: Statutes, on: date) -> str:
    """Where a text stands that day, but for another that follows it."""
    if statutes.annulled_on:
        return "Annulé : inscrit par erreur"
    if statutes.dropped_on:
        return "Abandonné"
    if statutes.since is None:
        return "Brouillon"
    return "En vigueur" if statutes.since <= on else "Adopté, pas encore en vigueur"
