"""Articles of association, and bylaws, before they are adopted: drawn from the model of the scale or from the text in force, or
entered beside what was signed elsewhere; written article by article."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kevread.charter.engine import framework
from kevread.charter.operations import checked_value
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import one_line, seen
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.statutes.loader import ArticleSpec, ModelSpec, model_for, models
from kevread.statutes.models import ARTICLES, Statutes, StatutesArticle
from kevread.statutes.permissions import may_adopt
from kevread.statutes.queries.articles import gained, in_force_on, worded_in, words_of
from kevread.statutes.rules.akn_read import LONGEST_TITLE, MOST
from kevread.statutes.rules.articles import STANDS, Stands, filled

LONGEST = 20_000  # characters of an article
LONGEST_BLANK = 200


def begin_statutes(
    *, actor: Actor, organisation: Organisation, origin: str, now: datetime, kind: str = ARTICLES
) -> Statutes:
    """A draft. One that is written here starts from the text in force, or from the model; one that was signed elsewhere says
    nothing yet of its articles. One draft of each kind at a time. Raises Denied; Invalid on `origin`; Refused when one is
    open."""
    may_adopt(actor, organisation).or_raise()
    if origin not in Statutes.Origin.values:
        raise Invalid("origin", "Dites si ce texte se rédige ici, ou s’il est déjà signé.")
    today = today_of(now)
    slug = model_for(organisation.scale, kind)
    with act("statutes.begin", actor=actor, about=organisation, now=now, arguments={"kind": kind, "origin": origin}):
        Organisation.objects.lock(organisation.pk)
        if Statutes.objects.drafts(kind).filter(organisation=organisation).exists():
            raise Refused("Un brouillon est déjà ouvert : terminez-le, ou abandonnez-le d’abord.")
        before = in_force_on(organisation, today, kind) if origin == Statutes.Origin.HERE else None
        made = Statutes.objects.create(
            organisation=organisation,
            kind=kind,
            model=slug,
            origin=origin,
            begun_on=today,
            values=dict(before.values) if before else {},
        )
        known = {one.slug: one for one in before.articles.all()} if before else {}
        if slug:
            fresh = Stands.SAME if origin == Statutes.Origin.HERE else Stands.UNTOLD
            for rank, spec in enumerate(models()[slug].articles, start=1):
                old = known.get(spec.slug)
                made.articles.create(
                    slug=spec.slug,
                    rank=rank,
                    title=spec.title,
                    stands=old.stands if old else fresh,
                    blanks=old.blanks if old else {},
                    text=old.text if old else "",
                )
            compose(made)
        for old in sorted(known.values(), key=lambda one: one.rank):
            if article_spec(made, old.slug) is None:  # what the organisation alone has goes on, after the rest
                is_absent = old.stands == Stands.ABSENT  # as a file may say of what no model has
                stands = Stands.ABSENT if is_absent else Stands.OTHER
                write_free(made, old.title, old.text, slug=old.slug, stands=stands)
    return made


def add_article(*, actor: Actor, statutes: Statutes, title: str, text: str, now: datetime) -> StatutesArticle:
    """An article more than those of the model, after the others: it is free. Raises Denied; Invalid on `title` or `text`;
    Refused once adopted or dropped, or when there are too many."""
    may_adopt(actor, statutes.organisation).or_raise()
    title, text = checked_title(title), checked_text(text)
    if not text:
        raise Invalid("text", "Écrivez cet article.")
    with act("statutes.add_article", actor=actor, about=statutes.organisation, now=now, arguments={"title": title}):
        draft = locked_draft(statutes)
        if draft.articles.count() >= MOST:
            raise Refused(f"Un texte a {MOST} articles au plus.")
        return write_free(draft, title, text)


def write_free(
    draft: Statutes, title: str, text: str, slug: str = "", stands: Stands = Stands.OTHER
) -> StatutesArticle:
    """An article of nobody’s model, last. Must run inside an act."""
    rows = draft.articles.values_list("slug", "rank")
    taken, last = {name for name, _ in rows}, max((rank for _, rank in rows), default=0)
    slug = slug or next(name for number in range(1, MOST + 2) if (name := f"libre-{number}") not in taken)
    made: StatutesArticle = draft.articles.create(slug=slug, rank=last + 1, title=title, stands=stands, text=text)
    return made


def checked_title(title: str) -> str:
    title = one_line(title)
    if not 0 < len(title) <= LONGEST_TITLE:
        raise Invalid("title", f"Donnez un titre à cet article, en {LONGEST_TITLE} caractères au plus.")
    return title


def checked_text(text: str) -> str:
    text = text.replace("\r\n", "\n").strip() if seen(text) else ""
    if len(text) > LONGEST:
        raise Invalid("text", f"Un article a {LONGEST} caractères au plus.")
    return text


def write_article(
    *,
    actor: Actor,
    article: StatutesArticle,
    stands: str,
    now: datetime,
    text: str = "",
    title: str = "",
    blanks: Mapping[str, str] | None = None,
    values: Mapping[str, Any] | None = None,
) -> StatutesArticle:
    """What the draft says of an article: its wording or another, what fills its blanks, the settings that it fixes (one left
    out, or empty, is said of nothing); of one that no model has, its title. Raises Denied; Invalid on `stands`, `text`,
    `title`, or the blank or setting by its name; Refused once adopted or dropped."""
    statutes = article.statutes
    may_adopt(actor, statutes.organisation).or_raise()
    spec = article_spec(statutes, article.slug)
    if stands not in STANDS:
        raise Invalid("stands", "Dites si la rédaction est celle du modèle.")
    text = checked_text(text)
    title = checked_title(title or article.title) if spec is None else article.title
    is_free = spec is None or spec.form == "free"
    if stands == Stands.OTHER and not text and not is_free:
        raise Invalid("text", "Écrivez la rédaction de cet article.")
    kept = plain_blanks(spec, blanks or {})
    said = checked(values or {}, spec.fixes if spec else {})
    arguments = {"article": article.slug, "stands": stands}
    with act("statutes.write_article", actor=actor, about=statutes.organisation, now=now, arguments=arguments):
        draft = locked_draft(statutes)
        row: StatutesArticle = StatutesArticle.objects.lock(article.pk)
        kept |= still_worded(spec, row.blanks, said)
        row.stands, row.blanks, row.text, row.title = stands, kept, text, title
        row.save(update_fields=["stands", "blanks", "text", "title"])
        others = {name: value for name, value in draft.values.items() if spec is None or name not in spec.fixes}
        if draft.values != others | said:
            draft.values = others | said
            draft.save(update_fields=["values"])
        compose(draft)
        row.refresh_from_db()
        return row


def write_values(*, actor: Actor, statutes: Statutes, values: Mapping[str, Any], now: datetime) -> Statutes:
    """The settings that the text says, all of them: one that is left out, or empty, is said of nothing. Raises Denied; Invalid
    on the setting by its name; Refused once adopted or dropped."""
    may_adopt(actor, statutes.organisation).or_raise()
    said = checked(values, fixed_settings())
    arguments = {"values": said}
    with act("statutes.write_values", actor=actor, about=statutes.organisation, now=now, arguments=arguments):
        draft = locked_draft(statutes)
        draft.values = said
        draft.save(update_fields=["values"])
        compose(draft)
        return draft


def drop_statutes(*, actor: Actor, statutes: Statutes, reason: str, now: datetime) -> Statutes:
    """No assembly will adopt this draft: it stays to be read. Raises Denied; Invalid on `reason`; Refused otherwise."""
    may_adopt(actor, statutes.organisation).or_raise()
    reason = explained(reason, "Dites pourquoi ce brouillon est abandonné, en 300 caractères au plus.")
    arguments = {"statutes": statutes.pk}
    with act("statutes.drop", actor=actor, about=statutes.organisation, now=now, arguments=arguments, reason=reason):
        draft = locked_draft(statutes)
        draft.dropped_on, draft.because = today_of(now), reason
        draft.save(update_fields=["dropped_on", "because"])
        return draft


# What the verbs of drafts and of adoption share.


def today_of(now: datetime) -> date:
    return timezone.localtime(now).date()


def explained(reason: str, wanted: str) -> str:
    reason = one_line(reason)
    if not 5 <= len(seen(reason)) <= len(reason) <= 300:
        raise Invalid("reason", wanted)
    return reason


def locked_draft(statutes: Statutes) -> Statutes:
    """The row, locked. Raises Refused when it is no draft any more."""
    row: Statutes = Statutes.objects.select_related("organisation").lock(statutes.pk)
    if row.adopted_on:
        raise Refused("Ce texte est adopté : il ne se modifie plus, un autre le remplace.")
    if row.dropped_on:
        raise Refused("Ce brouillon est abandonné : ouvrez-en un autre.")
    return row


def fixed_settings() -> set[str]:
    """The settings that articles of association say."""
    return {name for name, spec in framework().settings.items() if spec.fixed_in == "articles"}


def checked(values: Mapping[str, Any], admitted: Any) -> dict[str, Any]:
    """The values that hold, by the name of their setting. Raises Invalid on that name."""
    known, found = framework().settings, {}
    for name, value in values.items():
        if value is None or not str(value).strip():
            continue
        if name not in admitted or name not in known:
            raise Invalid(name, "Ni les statuts ni un règlement ne fixent cette modalité.")
        try:
            found[name] = checked_value(known[name], value)
        except Invalid as wrong:
            raise Invalid(name, wrong.sentence) from wrong
    return found


def plain_blanks(spec: ArticleSpec | None, blanks: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name in spec.plain if spec else {}:
        said = one_line(str(blanks.get(name, "")))
        if len(said) > LONGEST_BLANK:
            raise Invalid(name, f"{LONGEST_BLANK} caractères au plus.")
        found[name] = said
    return found


def still_worded(spec: ArticleSpec | None, blanks: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """The blanks in which words stand from before the model made a setting of them, until that setting is said."""
    there = worded_in(spec, blanks, values) if spec else {}
    return {name: blanks[name] for name, one in (spec.blanks if spec else {}).items() if one.setting in there}


def article_spec(statutes: Statutes, slug: str) -> ArticleSpec | None:
    model: ModelSpec | None = models().get(statutes.model)
    return model.named(slug) if model else None


def compose(statutes: Statutes) -> None:
    """Write the words of each article that stands as in the model, as they read now; those that the model gained since the
    draft was begun are there, not compared yet. Must run inside an act."""
    model = models().get(statutes.model)
    new = {one.slug for one in gained(statutes)}
    for rank, one in enumerate(model.articles if model else (), start=1):
        if one.slug in new:
            statutes.articles.create(slug=one.slug, rank=rank, title=one.title, stands=Stands.UNTOLD)
    for row in statutes.articles.all():
        spec = article_spec(statutes, row.slug)
        if spec is None or spec.form == "free" or row.stands == Stands.OTHER:
            continue
        text = filled(spec.text, words_of(spec, row.blanks, statutes.values)) if row.stands == Stands.SAME else ""
        if text != row.text:
            row.text = text
            row.save(update_fields=["text"])
