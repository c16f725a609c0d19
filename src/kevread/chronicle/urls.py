from django.urls import path

from kevread.chronicle import views
from kevread.ui.spreadsheet import files

app_name = "chronicle"
urlpatterns = [
    path("<slug:scale>/journal", views.journal, name="journal"),
    *files("<slug:scale>/journal", views.journal_file, "journal"),
    path("<slug:scale>/journal/<uuid:key>", views.act, name="act"),
]
