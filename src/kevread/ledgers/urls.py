from django.urls import path

from kevread.ledgers.views import books
from kevread.ui.spreadsheet import files

app_name = "ledgers"
HERE = "<slug:scale>/comptes"
urlpatterns = [
    path(HERE, books.books, name="books"),
    path(f"{HERE}/lire", books.read, name="read"),
    path(f"{HERE}/<uuid:key>", books.book, name="book"),
    *files(f"{HERE}/<uuid:key>/balance", books.book_file, "book"),
    path(f"{HERE}/<uuid:key>/annuler", books.undo, name="undo"),
    path(f"{HERE}/<uuid:key>/compte/<slug:code>", books.account, name="account"),
]
