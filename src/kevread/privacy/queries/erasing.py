"""What names somebody, where it is, what would go and what law keeps."""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BinaryField, F, Field, GeneratedField, JSONField, Q, TextField
from django.db.models.functions import Cast

from kevread.accounts.models import Account
from kevread.base.models import Record
from kevread.common.personal import ERASED_NAME, Held, everything
from kevread.directory.models import Organisation, Person
from kevread.journal.models import Act, Change
from kevread.privacy.rules.naming import END, ERASED, START, Naming, words
from kevread.territory.models import Zone

from .dossier import about, model_of

WORDS_AROUND = 60  # letters shown on each side of what would be rewritten
JOURNAL = ("journal.act", "journal.change")  # erased by the functions of the journal alone


@dataclass(frozen=True, slots=True)
class Text:
    """A text that names them: of which row, in which column, what it says and what it would say."""

    held: Held
    field: Field
    key: Any
    said: str
    left: str

    @property
    def sentence(self) -> tuple[str, str]:
        """What changes of it, with some words around, before and after."""
        first, last = alike(self.said, self.left), alike(self.said[::-1], self.left[::-1])
        return around(self.said, first, last), around(self.left, first, last)


def alike(one: str, other: str) -> int:
    """How many letters they begin with that are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def around(text: str, first: int, last: int) -> str:
    """
    >>> around("a" * 99 + "Mai" + "b" * 99, 99, 99) == "…" + "a" * 60 + "Mai" + "b" * 60 + "…", around("M. Mai", 3, 0)
    (True, 'M. Mai')
    """
    start, end = max(0, first - WORDS_AROUND), len(text) - max(0, last - WORDS_AROUND)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


@dataclass(frozen=True, slots=True)
class Preview:
    """`gone`: what is taken out or replaced, how many times. `kept`: the same of what law keeps, with why. `sentences`: each
    text of others that would be rewritten: what it is called, before, after."""

    naming: Naming
    gone: list[tuple[str, int]]
    kept: list[tuple[str, int, str]]
    sentences: list[tuple[str, str, str]]


def naming_of(person: Person) -> Naming:
    """Every name and address that they bear, or bore: the journal knows. Their family name alone names them, after a title,
    when nobody else bears it, as a family name or a given one, and no place does."""
    records = Person.everything.filter(Q(pk=person.pk) | Q(into=person))  # those that were merged into theirs too
    told = Change.objects.filter(row__in=records.values("pk"), table=Person._meta.db_table)  # noqa: SLF001
    rows = [row for pair in told.values_list("before", "after") for row in pair if row]
    names = {(person.given_name, person.family_name)} | {(row["given_name"], row["family_name"]) for row in rows}
    names -= {ERASED}
    accounts = Account.objects.filter(person__in=records).values_list("email", "emailaddress__email")
    emails = {person.email, *(row["email"] for row in rows), *(one for pair in accounts for one in pair if one)}
    return Naming(
        tuple(sorted(names)),
        tuple(sorted(family for family in {family for _, family in names} if is_theirs_alone(family, person))),
        tuple(sorted(filter(None, emails))),
    )


def is_theirs_alone(family: str, person: Person) -> bool:
    inside = f"{START}{words(family)}{END}"
    places = (Organisation.objects.filter(name__iregex=inside), Zone.objects.filter(name__iregex=inside))
    same = f"^{words(family)}$"
    others = Person.objects.exclude(pk=person.pk).filter(Q(family_name__iregex=same) | Q(given_name__iregex=same))
    return (
        family[0].isalpha()
        and sum(map(str.isalpha, family)) > 2
        and not any(rows.exists() for rows in (others, *places))
    )


def columns(held: Held) -> list[Field]:
    """Those where somebody may be named, in words."""
    fields = (model_of(held)._meta.get_field(name) for name in (*held.texts, *held.copies))  # noqa: SLF001
    return [field for field in fields if not isinstance(field, BinaryField) and not field.is_relation]


def watched(*, by_law: bool) -> Iterator[Held]:
    """What is looked into: what law keeps, or the rest."""
    return (held for _, held in everything() if held.model not in JOURNAL and bool(held.law) is by_law)


def texts(naming: Naming, held: Held, *, but: Collection[Any] = ()) -> Iterator[Text]:
    """The texts of a model that name them."""
    for field in columns(held):
        said = Cast(F(field.name), TextField())
        rows = model_of(held)._default_manager.alias(told_here=said).filter(may_name(naming, held, field))  # noqa: SLF001
        for key, text in rows.exclude(pk__in=but).order_by("pk").values_list("pk", said):
            left = naming.erased(text)
            if is_json(field):
                left = in_json(left, held, field, naming)
            if left != text:
                yield Text(held, field, key, text, left)
    yield from in_two(naming, held, but=but)


def may_name(naming: Naming, held: Held, field: Field) -> Q:
    """Where PostgreSQL looks for them: wider than what is then erased."""
    asked = Q(told_here__iregex=naming.pattern)
    if is_json(field):
        for one, other in naming.halves:
            first, second = Q(told_here__iregex=one), Q(told_here__iregex=other)
            asked |= first | second if field.name in held.forgets else first & second
    return asked


def in_json(text: str, held: Held | None, field: Field | None, naming: Naming) -> str:
    """Less their name in two texts of one object, and the entries that one name fills; letter for letter when there are
    none."""
    content = json.loads(text)
    left = naming.apart(content)
    if held is not None and field is not None and field.name in held.forgets:
        left = held.forgets[field.name](left, naming.is_one)
    return text if left == content else json.dumps(left, ensure_ascii=False)


def in_two(naming: Naming, held: Held, *, but: Collection[Any] = ()) -> Iterator[Text]:
    """A given name in one column, the family name that goes with it in another."""
    model = model_of(held)
    for pair in held.pairs:
        fields = [model._meta.get_field(name) for name in pair]  # noqa: SLF001
        asked = Q()
        for one, other in naming.halves:
            asked |= Q(**{f"{pair[0]}__iregex": one, f"{pair[1]}__iregex": other})
            asked |= Q(**{f"{pair[0]}__iregex": other, f"{pair[1]}__iregex": one})
        rows = model._default_manager.filter(asked).exclude(pk__in=but).order_by("pk")  # noqa: SLF001
        for key, *said in rows.values_list("pk", *pair):
            if naming.are_theirs(*said):
                yield from (Text(held, *one) for one in zip(fields, (key, key), said, ERASED, strict=True))


def own_rows(person: Person) -> dict[str, set[Any]]:
    """The rows of each model that belong to them."""
    return {
        held.model: set(about(held, person.pk).values_list("pk", flat=True)) for _, held in everything() if held.ways
    }


def preview(person: Person) -> Preview:
    """What `privacy.erase` would do, told before it is done. Writes nothing."""
    naming, own = naming_of(person), own_rows(person)
    gone: Counter[str] = Counter()
    sentences: list[tuple[str, str, str]] = []
    for held in watched(by_law=False):
        mine = own.get(held.model, set()) if held.goes or held.copies else set()
        those = list(texts(naming, held, but=mine))
        gone[held.called] += len(mine) + len({text.key for text in those})
        sentences += [(held.called, *text.sentence) for text in those]
    changes = sum(1 for _ in changes_naming(naming, own))
    gone["Écritures du journal"] += changes + sum(1 for _ in acts_naming(naming, person))
    kept = []
    for held in watched(by_law=True):
        mine = own.get(held.model, set())
        if many := len(mine | {text.key for text in texts(naming, held, but=mine)}):
            kept.append((held.called, many, held.law))
    return Preview(naming, [(called, many) for called, many in gone.items() if many], kept, sentences)


# The journal ----------------------------------------------------------------------------------------------------------

CHANGES = """
SELECT c.id, c."table", c."row"::text,
    (SELECT jsonb_object_agg(k, v::text) FROM jsonb_each(c.before) AS e(k, v)),
    (SELECT jsonb_object_agg(k, v::text) FROM jsonb_each(c.after) AS e(k, v))
FROM journal_change c
WHERE c."table" = ANY (%(tables)s) AND (
    c."row" = ANY (%(rows)s) OR c.before::text ~* %(pattern)s OR c.after::text ~* %(pattern)s
    OR EXISTS (
        SELECT FROM unnest(%(given)s::text[], %(family)s::text[]) AS n (one, other), (VALUES (c.before), (c.after)) AS s (said)
        WHERE CASE WHEN c."table" = ANY (%(forgetting)s) THEN s.said::text ~* n.one OR s.said::text ~* n.other
            ELSE c."table" = ANY (%(apart)s) AND s.said::text ~* n.one AND s.said::text ~* n.other END
    )
) ORDER BY c.id
"""


@dataclass(frozen=True, slots=True)
class Left:
    """What a change would still say, in JSON."""

    change: int
    before: str | None
    after: str | None


def changes_naming(naming: Naming, own: dict[str, set[Any]]) -> Iterator[Left]:
    """The changes that name them, column by column: where who they are is written, what takes its place; elsewhere their names
    in the texts. Of tables that law keeps, nothing. The JSON of each value is kept letter for letter."""
    journalled = [held for held in watched(by_law=False) if issubclass(model_of(held), Record)]
    tables = {model_of(held)._meta.db_table: held for held in journalled}  # noqa: SLF001
    mine = {table: {str(key) for key in own.get(held.model, ())} for table, held in tables.items() if held.copies}
    keys = [key for rows in mine.values() for key in rows]
    asked: dict[str, Any] = {
        "tables": list(tables),
        "rows": keys,
        "pattern": naming.pattern,
        "given": [one for one, _ in naming.halves],
        "family": [other for _, other in naming.halves],
        "apart": [table for table, held in tables.items() if held.pairs or any(map(is_json, columns(held)))],
        "forgetting": [table for table, held in tables.items() if held.forgets],
    }
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, asked)
        for number, table, row, *values in cursor.fetchall():
            held, own_row = tables[table], row in mine.get(table, ())
            old, new = (left_of(held, fragments, naming, own_row=own_row) for fragments in map(loaded, values))
            if (old, new) != tuple(whole(fragments) for fragments in map(loaded, values)):
                yield Left(number, old, new)


def left_of(held: Held, values: dict[str, str] | None, naming: Naming, *, own_row: bool) -> str | None:
    if values is None:
        return None
    left = dict(values)
    for field in (*columns(held), *computed(held)):
        column = str(field.column)
        said = values.get(column, "null")
        if said == "null":
            continue
        copied = held.copies.get(field.name) if own_row and field.name in held.copies else None
        if copied is not None:
            left[column] = json.dumps(copied, ensure_ascii=False)
            continue
        left[column] = naming.erased(said)
        if is_json(field):
            left[column] = in_json(left[column], held, field, naming)
    for pair in held.pairs:
        both = [json.loads(values.get(name, '""')) for name in pair]
        if naming.are_theirs(*both):
            left |= {name: json.dumps(word, ensure_ascii=False) for name, word in zip(pair, ERASED, strict=True)}
    return whole(left)


def is_json(field: Field) -> bool:
    return isinstance(field, JSONField)


def computed(held: Held) -> list[Field]:
    """The columns that PostgreSQL makes of others: what one searches in."""
    return [field for field in model_of(held)._meta.concrete_fields if isinstance(field, GeneratedField)]  # noqa: SLF001


def whole(values: dict[str, str] | None) -> str | None:
    if values is None:
        return None
    return "{" + ", ".join(f"{json.dumps(name)}: {said}" for name, said in values.items()) + "}"


def loaded(told: str | dict[str, str] | None) -> dict[str, str] | None:
    return json.loads(told) if isinstance(told, str) else told


@dataclass(frozen=True, slots=True)
class LeftOfAct:
    act: Act
    person_name: str
    hat: str
    arguments: str
    reason: str


def acts_naming(naming: Naming, person: Person, *, but: UUID | None = None) -> Iterator[LeftOfAct]:
    """The acts that they did, or that name them, and what they would still say."""
    asked = Cast(F("arguments"), TextField())
    names = Q(person_name__iregex=naming.pattern) | Q(hat__iregex=naming.pattern) | Q(reason__iregex=naming.pattern)
    for first, second in naming.halves:
        names |= Q(asked__iregex=first) & Q(asked__iregex=second)
    rows = Act.objects.annotate(asked=asked).filter(names | Q(asked__iregex=naming.pattern) | Q(person=person.pk))
    for one in (rows.exclude(pk=but) if but else rows).order_by("pk"):
        before = (one.person_name, one.hat, one.asked, one.reason)
        name, hat, told, reason = map(naming.erased, before)
        told = in_json(told, None, None, naming)
        left = (ERASED_NAME if one.person == person.pk else name, hat, told, reason)
        if left != before:
            yield LeftOfAct(one, *left)
