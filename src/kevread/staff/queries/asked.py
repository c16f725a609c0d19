"""A question written in SQL, about the rows that a queryset finds: who may see what stays said by Django, once."""

from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import QuerySet


def among(rows: QuerySet[Any], question: str, *bound: Any) -> list[tuple[Any, ...]]:
    """The answer, row by row. `{those}` in the question: what says which rows of the table of the queryset, that the question
    reads by its own name; what is `bound` stands before it. What is looked for may not need the columns of another table."""
    query = rows.query
    try:
        those, more = query.get_compiler(connection=connection).compile(query.where)
    except EmptyResultSet:
        return []
    except FullResultSet:
        those, more = "true", ()
    if sum(map(bool, query.alias_refcount.values())) > 1:
        raise ValueError("This queryset joins other tables.")
    with connection.cursor() as cursor:
        cursor.execute(question.replace("{those}", those), [*bound, *more])
        return cursor.fetchall()
