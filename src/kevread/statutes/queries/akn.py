"""A text of ours as it leaves in Akoma Ntoso, and what a draft would be with what such a file says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kevread.charter.engine import framework
from kevread.common.errors import Invalid
from kevread.statutes.loader import ArticleSpec
from kevread.statutes.models import ARTICLES, BYLAWS, Statutes
from kevread.statutes.queries.articles import model_of, sheet, words_of
from kevread.statutes.rules.akn import Part, Whole
from kevread.statutes.rules.akn_read import Found, Left, wrong
from kevread.statutes.rules.articles import Stands, filled, same_words
from kevread.ui.words import counted

FILED = {ARTICLES: "statuts", BYLAWS: "reglement-interieur"}
LONGEST = 20_000  # characters of an article
MOST_LEFT = 200  # of what is left, that a page tells one by one
OTHERWISE = "« {} » n’est pas dans les mots du modèle d’ici : il est repris comme une autre rédaction."


def whole_of(statutes: Statutes) -> Whole:
    """One query, none once its articles are read."""
    return Whole(
        key=str(statutes.pk),
        kind=FILED[statutes.kind],
        model=statutes.model,
        organisation=statutes.organisation.slug,
        called=statutes.organisation.name,
        begun=statutes.begun_on,
        adopted=statutes.adopted_on,
        adopted_by=statutes.adopted_by,
        since=statutes.since,
        parts=tuple(
            Part(
                line.row.title,
                line.row.text,
                line.row.slug,
                line.row.stands,
                line.spec.form if line.spec else "free",
                line.row.blanks,
                line.row.stands not in (Stands.ABSENT, Stands.UNTOLD),
            )
            for line in sheet(statutes)
        ),
        values=statutes.values,
    )


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a draft would be: its articles in order, its settings, and what of the file it does not take."""

    parts: tuple[Part, ...]
    values: Mapping[str, Any]
    left: tuple[Left, ...]


def fitted(draft: Statutes, found: Found, values: Mapping[str, Any], strange: Iterable[Left]) -> Fitted:
    """An article of the model stays one where the file says that it is, in the words of the model or in others; any other is a
    free article. Those of the model that the file does not name are not compared any more. `values`: the settings that the
    text says, once they hold. Raises Invalid on `file`, with the line: too long an article, one without its wording."""
    model, left = model_of(draft), [*found.left, *strange]
    if found.kind not in ("", FILED[draft.kind]):
        left.append(
            Left(1, "ce fichier dit un texte d’une autre nature (statuts, règlement intérieur) que ce brouillon.")
        )
    parts: list[Part] = []
    taken = {one.slug for one in (model.articles if model else ())} | {part.slug for part in found.parts}
    for part in found.parts:
        if len(part.text) > LONGEST:
            raise wrong(part.line, f"« {part.title} » a plus de {LONGEST} caractères.")
        spec = model.named(part.slug) if model else None
        parts.append(as_free(part, taken) if spec is None else as_in_model(spec, part, values, left))
    known = {part.slug for part in parts}
    gone = [one for one in (model.articles if model else ()) if one.slug not in known]
    parts += [Part(one.title, "", one.slug, Stands.UNTOLD, is_there=False) for one in gone]
    return Fitted(tuple(parts), values, tuple(bounded(sorted(left, key=lambda one: one.line))))


def bounded(left: list[Left]) -> list[Left]:
    """The first of them, then how many others."""
    others = left[MOST_LEFT:]
    if not others:
        return left
    said = counted(len(others), "autre chose n’est pas reprise", "autres choses ne sont pas reprises")
    return [*left[:MOST_LEFT], Left(others[0].line, f"et {said}.")]


def said_here(draft: Statutes, found: Found) -> tuple[dict[str, Any], list[Left]]:
    """The settings that the text would say, not held to their bounds yet: those of the file, or of the draft where it knows
    nothing of ours. Those that no text fixes here are told as left."""
    if found.values is None:
        return dict(draft.values), []
    known = framework().settings
    left = [
        Left(line, f"« {name[:60]} » n’est pas une modalité que fixe un texte ici : elle n’est pas reprise.")
        for name, (line, _) in found.values.items()
        if name not in known or known[name].fixed_in != "articles"
    ]
    lines = {one.line for one in left}
    return {name: value for name, (line, value) in found.values.items() if line not in lines}, left


def as_free(part: Part, taken: set[str]) -> Part:
    slug = part.slug
    if not slug:
        slug = next(name for number in range(1, 10_000) if (name := f"libre-{number}") not in taken)
        taken.add(slug)
    stands = Stands.ABSENT if part.stands == Stands.ABSENT else Stands.OTHER
    return replace(part, slug=slug, stands=stands, form="free", blanks={})


def as_in_model(spec: ArticleSpec, part: Part, values: Mapping[str, Any], left: list[Left]) -> Part:
    blanks = {name: part.blanks.get(name, "") for name in spec.plain if name in part.blanks}
    if part.blanks.keys() - blanks.keys():
        left.append(
            Left(part.line, f"« {part.title} » remplit un blanc que le modèle d’ici n’a pas : il n’est pas repris.")
        )
    told = replace(part, title=spec.title, form=spec.form, blanks=blanks)
    if spec.form == "free":
        return replace(told, stands=part.stands if part.stands in Stands else Stands.OTHER)
    if part.stands in (Stands.ABSENT, Stands.UNTOLD) and not part.text:
        return told
    if part.stands == Stands.SAME:
        model = filled(spec.text, words_of(spec, blanks, values))
        if same_words(part.text, model):
            return replace(told, text=model)
        left.append(Left(part.line, OTHERWISE.format(part.title)))
    if not part.text:
        raise wrong(part.line, f"« {part.title} » est vide : écrivez sa rédaction.")
    return replace(told, stands=Stands.OTHER)


def refused_at(found: Found, refusal: Invalid) -> Invalid:
    """What is wrong of a setting, on its line."""
    line = (found.values or {}).get(refusal.field, (1, None))[0]
    spec = framework().settings.get(refusal.field)
    return wrong(line, f"{spec.label} : {refusal.sentence}" if spec else refusal.sentence)
