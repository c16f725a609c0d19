from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

type View = Callable[[HttpRequest], HttpResponse]


def know_account(get_response: View) -> View:
    """Reads who signed in before a GET becomes read only: a session that no longer holds is deleted here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        _ = request.user.is_authenticated
        return get_response(request)

    return middleware
