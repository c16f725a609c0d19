from django.urls import path

from kevread.privacy.views import breaches, demands, dossier, erasing, register, restricting, retention
from kevread.ui.spreadsheet import files

app_name = "privacy"
urlpatterns = [
    path("ce-que-kevread-sait-de-moi", dossier.dossier, name="dossier"),
    path("ce-que-kevread-sait-de-moi.json", dossier.dossier_json, name="dossier_json"),
    path("ce-que-kevread-sait-de-moi.pdf", dossier.dossier_pdf, name="dossier_pdf"),
    path("<slug:scale>/demandes-des-personnes", demands.demands, name="demands"),
    path("<slug:scale>/demandes-des-personnes/<uuid:key>", demands.demand, name="demand"),
    path("<slug:scale>/personnes/<uuid:key>/effacer", erasing.erase, name="erase"),
    path("<slug:scale>/personnes/<uuid:key>/limiter", restricting.restrict, name="restrict"),
    path("<slug:scale>/traitements", register.processing, name="processing"),
    *files("<slug:scale>/traitements", register.processing_file, "processing"),
    path("<slug:scale>/traitements.pdf", register.processing_pdf, name="processing_pdf"),
    path("<slug:scale>/durees", retention.retention, name="retention"),
    path("<slug:scale>/violations", breaches.breaches, name="breaches"),
    path("<slug:scale>/violations/<uuid:key>", breaches.breach, name="breach"),
    path("<slug:scale>/violations/<uuid:key>/clore", breaches.close_breach, name="close_breach"),
    path("<slug:scale>/violations/<uuid:key>.pdf", breaches.breach_pdf, name="breach_pdf"),
]
