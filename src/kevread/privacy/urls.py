from django.urls import path

from kevread.privacy.views import demands, dossier, erasing

app_name = "privacy"
urlpatterns = [
    path("ce-que-kevread-sait-de-moi", dossier.dossier, name="dossier"),
    path("ce-que-kevread-sait-de-moi.json", dossier.dossier_json, name="dossier_json"),
    path("ce-que-kevread-sait-de-moi.pdf", dossier.dossier_pdf, name="dossier_pdf"),
    path("<slug:scale>/demandes-des-personnes", demands.demands, name="demands"),
    path("<slug:scale>/demandes-des-personnes/<uuid:key>", demands.demand, name="demand"),
    path("<slug:scale>/personnes/<uuid:key>/effacer", erasing.erase, name="erase"),
]
