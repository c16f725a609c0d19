"""What is paid to those who administer."""

from django.urls import path

from kevread.allowances import views
from kevread.ui.spreadsheet import files

app_name = "allowances"
HERE = "<slug:scale>/indemnites"
urlpatterns = [
    path(HERE, views.allowances, name="allowances"),
    *files(f"{HERE}/liste", views.allowances_file, "allowances"),
    path(f"{HERE}/les-miennes", views.mine, name="mine"),
    path(f"{HERE}/inscrire", views.record, name="record"),
    path(f"{HERE}/<uuid:key>/annuler", views.undo, name="undo"),
]
