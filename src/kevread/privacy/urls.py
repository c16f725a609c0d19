from django.urls import path

from kevread.privacy.views import dossier

app_name = "privacy"
urlpatterns = [
    path("ce-que-kevread-sait-de-moi", dossier.dossier, name="dossier"),
    path("ce-que-kevread-sait-de-moi.json", dossier.dossier_json, name="dossier_json"),
    path("ce-que-kevread-sait-de-moi.pdf", dossier.dossier_pdf, name="dossier_pdf"),
]
