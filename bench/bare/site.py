"""Three views that say nothing of Kevread: a page, a list of twenty rows, and a form that writes one row."""

from uuid import uuid4

from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import Context, RequestContext, Template
from django.urls import path

PEOPLE = 20
PAGE = Template(
    "<!doctype html><html lang=fr><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1></body></html>"
)
LIST = Template(
    "<!doctype html><html lang=fr><head><title>Personnes</title></head><body><table>{% for person in people %}"
    "<tr><th><a href=\"{% url 'person' person.pk %}\">{{ person.given_name }} {{ person.family_name }}</a></th>"
    "<td>{{ person.email }}</td></tr>{% endfor %}</table></body></html>"
)


class Person(models.Model):
    """The table of people, as this site knows it."""

    id = models.UUIDField(primary_key=True)
    given_name = models.TextField()
    family_name = models.TextField()
    email = models.TextField()

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "directory_person"


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.render(Context({"title": "Une page"})))


def people(request: HttpRequest) -> HttpResponse:
    rows = Person.objects.order_by("pk")[:PEOPLE]
    return HttpResponse(LIST.render(RequestContext(request, {"people": rows})))


def person(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse(status=204)


def write(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_bare VALUES (%s, %s)", [uuid4(), request.POST["choix"]])
    return HttpResponse(PAGE.render(Context({"title": "Écrit"})))


urlpatterns = [
    path("page", page),
    path("liste", people),
    path("personnes/<uuid:key>", person, name="person"),
    path("ecrire", write),
]
