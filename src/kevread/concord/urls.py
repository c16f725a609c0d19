"""Texts that several bodies adopt."""

from django.urls import path

from kevread.concord import views
from kevread.ui.spreadsheet import files

app_name = "concord"
urlpatterns = [
    path("<slug:scale>/textes-communs", views.texts, name="texts"),
    *files("<slug:scale>/textes-communs/liste", views.texts_file, "texts"),
    path("<slug:scale>/textes-communs/proposer", views.propose, name="propose"),
    path("<slug:scale>/textes-communs/<uuid:key>", views.text, name="text"),
    path("<slug:scale>/textes-communs/<uuid:key>/version", views.amend, name="amend"),
    path("<slug:scale>/textes-communs/<uuid:key>/abandonner", views.drop, name="drop"),
    path("<slug:scale>/textes-communs/versions/<uuid:key>/fichier", views.version_file, name="version_file"),
    path("<slug:scale>/textes-communs/instances/<uuid:key>/repondre", views.answer, name="answer"),
    path("<slug:scale>/textes-communs/reponses/<uuid:key>/annuler", views.take_back, name="take_back"),
]
