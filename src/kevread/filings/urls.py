"""What an association declares to the State."""

from django.urls import path

from kevread.filings import views
from kevread.ui.spreadsheet import files

app_name = "filings"
urlpatterns = [
    path("<slug:scale>/formalites", views.filings, name="filings"),
    *files("<slug:scale>/formalites/liste", views.filings_file, "filings"),
    path("<slug:scale>/formalites/creation", views.creation, name="creation"),
    path("<slug:scale>/formalites/creation/publier", views.publish, name="publish"),
    path("<slug:scale>/formalites/publications/<uuid:key>/annuler", views.unpublish, name="unpublish"),
    path("<slug:scale>/formalites/publications/<uuid:key>/extrait", views.extract, name="extract"),
    path("<slug:scale>/formalites/inscrire", views.tell, name="tell"),
    path("<slug:scale>/formalites/fiche/<slug:kind>/<slug:day>", views.declare, name="declare"),
    path("<slug:scale>/formalites/fiche/<slug:kind>/<slug:day>.pdf", views.sheet, name="sheet"),
    path("<slug:scale>/formalites/evenements/<uuid:key>/annuler", views.untell, name="untell"),
    path("<slug:scale>/formalites/declarations/<uuid:key>/annuler", views.take_back, name="take_back"),
    path("<slug:scale>/formalites/declarations/<uuid:key>/joindre", views.attach, name="attach"),
    path("<slug:scale>/formalites/declarations/<uuid:key>/preuve", views.proof, name="proof"),
]
