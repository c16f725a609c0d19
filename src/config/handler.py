"""How a request is read."""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Utf8Request(WSGIRequest):
    """Read as UTF-8, as our pages and their forms are written, whatever the sender says of it: of a codec of their choice,
    Django reads the address before anything of ours, and fails."""

    encoding = property(lambda _: "utf-8", lambda _, said: None)


class Handler(WSGIHandler):
    request_class = Utf8Request
