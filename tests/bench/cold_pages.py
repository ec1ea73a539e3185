"""One checkout of the portal that answers for `tests.bench.cold`: runs in the checkout's folder, spoken to line by line.

Commands come as JSON lines and are answered as JSON lines: `{"change": "article" or "figures"}`, `{"page": address}`
(milliseconds of processor time of this process, user and system, and queries), `{"text": address}` (status and
unpacked body, for `tests.bench.same_pages`), `{"forget": true}` (finished pages alone are dropped, the parts that they
share stay). No server: the WSGI application is called, which is quieter.
"""

import importlib
import json
import os
import sys
import time
from io import BytesIO
from urllib.parse import unquote


def main():
    """Answer until the input ends."""
    sys.path[0] = os.getcwd()
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    store = page_store()
    print(json.dumps({"pages": addresses()}), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        answer = {}
        if "change" in command:
            {"article": write_article, "figures": correct_figure}[command["change"]]()
        elif "page" in command:
            answer = measured(application, command["page"])
        elif "text" in command:
            answer = text_of(application, command["text"])
        elif "forget" in command:
            store.clear()
        print(json.dumps(answer), flush=True)


def page_store():
    """Return the store of finished pages, wherever this checkout has it."""
    return found("store", "portal.freshness.pages", "portal.freshness.page_cache", "portal.pagecache")


def found(name, *modules):
    """Return what has this name in the first of these modules that this checkout has; older ones have other rooms."""
    for module in modules:
        try:
            return getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            continue
    raise SystemExit(f"{name} was not found")


def article_model():
    """Return the model of articles, wherever this checkout has it."""
    return found("Article", "news.articles.models", "news.models")


def addresses():
    """Return the addresses of the pages that are measured, by kind."""
    article = article_model().objects.published().news().order_by("-featured", "-published_at", "-pk")[1]
    return {
        "home": "/",
        "index page": "/index/price/",
        "news list": "/news/",
        "article": article.get_absolute_url(),
        "fabrics": "/fabrics/",
        "commentary": "/comments/",
    }


def measured(application, address):
    """Answer one page and return what it took."""
    from django.db import connection

    queries, heard = 0, []

    def count(execute, *details):
        nonlocal queries
        queries += 1
        return execute(*details)

    environ = asked(address, "gzip, deflate, br")
    with connection.execute_wrapper(count):
        start = time.process_time()
        response = application(environ, lambda status, headers: heard.append(status))
        body = b"".join(response)
        spent = time.process_time() - start
        response.close()
    if not heard[0].startswith("200"):
        raise SystemExit(f"{address}: {heard[0]}")
    return {"ms": spent * 1000, "queries": queries, "bytes": len(body)}


def asked(address, encoding):
    """Return what a server would say of a request."""
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(path, "latin-1"),
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": encoding,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def text_of(application, address):
    """Answer one page as text."""
    heard = []
    response = application(
        asked(address, "identity"), lambda status, headers: heard.extend([status, dict(headers)])
    )
    body = b"".join(response).decode("utf-8", "replace")
    response.close()
    return {"status": heard[0], "type": heard[1].get("Content-Type", ""), "body": body}


def boss():
    """Return an account that may do everything."""
    from django.contrib.auth.models import User

    return User.objects.filter(is_superuser=True).first()


def write_article():
    """Publish a live article anew, by its verb."""
    publish = found("publish", "news.editing.publishing", "news.publishing")
    article = article_model().objects.published().news().order_by("pk").last()
    publish(article, boss(), override="Measured.")


def correct_figure():
    """Bring out a figure anew, by its verb."""
    from django.test import override_settings

    from indexdata.models import Observation

    correct = found("correct", "indexdata.releases.releasing", "indexdata.releasing")
    figure = Observation.objects.public().filter(index__path="price").order_by("-period").first()
    with override_settings(ONE_PERSON_RELEASES=True):
        correct(figure, str(figure.value + (1 if figure.vintage % 2 else -1)), boss(), "Measured.")


if __name__ == "__main__":
    main()
