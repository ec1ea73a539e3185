"""Settings from the environment: readers, sentences, and the list in the documentation."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from portal import env
from portal.backends.caches import redis_address
from portal.checks import _refusal_of_file, check_groups_that_need_a_second_factor

SAFE = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "www.example.org",
    "EMAIL_URL": "smtp://127.0.0.1",
}


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    """Keep what a test declares out of the list."""
    monkeypatch.setattr(env, "DECLARED", dict(env.DECLARED))


class TestReaders:
    @pytest.mark.parametrize(
        ("read", "raw", "expected"),
        [
            (lambda: env.text("X", "a", ""), None, "a"),
            (lambda: env.text("X", "a", ""), "  b ", "b"),
            (lambda: env.text("X", "a", ""), "   ", "a"),
            (lambda: env.choice("X", "a", ("a", "b"), ""), "b", "b"),
            (lambda: env.flag("X", True, ""), "off", False),
            (lambda: env.flag("X", False, ""), "YES", True),
            (lambda: env.number("X", 5, ""), "12", 12),
            (lambda: env.words("X", ("a",), ""), "b, c,,", ["b", "c"]),
            (lambda: env.words("X", ("a",), ""), None, ["a"]),
            (lambda: env.parsed("X", "", "", redis_address, ""), "redis://host:1/0", "redis://host:1/0"),
        ],
    )
    def test_value(self, monkeypatch, read, raw, expected):
        monkeypatch.delenv("X", raising=False)
        if raw is not None:
            monkeypatch.setenv("X", raw)
        assert read() == expected

    @pytest.mark.parametrize(
        ("read", "raw", "sentence"),
        [
            (
                lambda: env.choice("X", "a", ("a", "b"), ""),
                "c",
                "X must be one of a, b: 'c' is none of them.",
            ),
            (lambda: env.flag("X", True, ""), "maybe", "X must be on or off: 'maybe' is neither."),
            (lambda: env.number("X", 5, ""), "five", "X must be a whole number: 'five' is not one."),
            (lambda: env.number("X", 5, ""), "-1", "X must be a whole number: the least is 0."),
            (lambda: env.number("X", 5, "", most=9), "10", "X must be a whole number: the most is 9."),
            (lambda: env.number("X", 5, ""), "٣", "X must be a whole number: '٣' is not one."),
        ],
    )
    def test_sentence(self, monkeypatch, read, raw, sentence):
        monkeypatch.setenv("X", raw)
        with pytest.raises(ImproperlyConfigured, match=re.escape(sentence)):
            read()

    def test_mail_address(self):
        mail = env.email_url("smtp://office%40example.org:p%2Fw@mail.example.org/?tls=on")
        assert mail["EMAIL_HOST_USER"] == "office@example.org"
        assert mail["EMAIL_HOST_PASSWORD"] == "p/w"
        assert (mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"], mail["EMAIL_USE_SSL"]) == (587, True, False)


def manage(*arguments, **environment):
    """Run a management command in a process of its own, with nothing of this one's settings."""
    kept = {name: value for name, value in os.environ.items() if name not in env.DECLARED}
    for name in ("DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"):  # the browser tests set the second
        kept.pop(name, None)
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


#: Each value is right by itself, or is a text of which only its use tells that it is wrong. {0} is a folder.
TOGETHER = [
    ({"ALLOWED_HOSTS": "https://www.example.org"}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": "www.example.org:443"}, "ALLOWED_HOSTS"),
    ({"BIND_ADDRESS": "0.0.0.0:8000"}, "BIND_ADDRESS"),
    ({"DEFAULT_FROM_EMAIL": "Index Office"}, "DEFAULT_FROM_EMAIL"),
    ({"CONTACT_EMAIL": "write to us"}, "CONTACT_EMAIL"),
    ({**SAFE, "BOUNCES_URL": "imaps://office:x@mail.example.org/INBOX"}, "DEFAULT_FROM_EMAIL"),
    ({"STATIC_ROOT": "{0}/var"}, "STATIC_ROOT"),
    ({"STATIC_ROOT": "{0}/files", "MEDIA_ROOT": "{0}/files"}, "STATIC_ROOT"),
    ({"MEDIA_ROOT": "{0}"}, "MEDIA_ROOT"),
    ({"MAX_BODY_MB": "20", "MAX_UPLOAD_MB": "10"}, "MAX_UPLOAD_MB"),
    ({"DATABASE_CONNECT_SECONDS": "20"}, "DATABASE_CONNECT_SECONDS"),
    ({"SESSION_HOURS": "1", "SESSION_IDLE_MINUTES": "90"}, "SESSION_IDLE_MINUTES"),
    ({"SESSION_HOURS": "1", "SESSION_IDLE_MINUTES": "30", "ASK_AGAIN_MINUTES": "90"}, "ASK_AGAIN_MINUTES"),
    ({"SHARED_CACHE_SECONDS": "1", "PAGE_CACHE_MB": "0"}, "SHARED_CACHE_SECONDS"),
    ({"SECOND_FACTOR_REQUIRED": "nobody,Editors"}, "SECOND_FACTOR_REQUIRED"),
]
READ = """
import json
from django.core.exceptions import ImproperlyConfigured
try:
    import portal.settings
except ImproperlyConfigured as error:
    print(json.dumps(str(error)))
else:
    print(json.dumps(""))
"""
REFUSED = """
import importlib, json, os, sys
from django.core.exceptions import ImproperlyConfigured
told = {}
for name in sys.argv[1:]:
    os.environ[name] = "none"
    for module in [one for one in sys.modules if one.startswith("portal.settings")]:
        del sys.modules[module]
    try:
        importlib.import_module("portal.settings")
        told[name] = ""
    except ImproperlyConfigured as error:
        told[name] = str(error)
    del os.environ[name]
print(json.dumps(told))
"""


def run(script, *words, **environment):
    """Run a script with these settings and nothing of this process's; return what it prints, read as JSON."""
    kept = {name: value for name, value in os.environ.items() if name not in env.DECLARED}
    done = subprocess.run(
        [sys.executable, "-c", script, *words], cwd=settings.BASE_DIR, env={**kept, **environment},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.long
class TestStart:
    @pytest.mark.parametrize(
        ("environment", "name"),
        [
            ({"ENVIRONMENT": "prod"}, "ENVIRONMENT"),
            ({"PORT": "http"}, "PORT"),
            ({"PORT": "70000"}, "PORT"),
            ({"PAGE_CACHE_MB": "much"}, "PAGE_CACHE_MB"),
            ({"DATABASE_URL": "mysql://localhost/portal"}, "DATABASE_URL"),
            ({"DATABASE_URL": "postgres://localhost"}, "DATABASE_URL"),
            ({"DATABASE_URL": "postgres://one,two/portal?target_session_attrs=any"}, "DATABASE_URL"),
            ({"DATABASE_URL": "postgres://one/portal?sslmod=require"}, "DATABASE_URL"),
            ({"REDIS_URL": "localhost:6379"}, "REDIS_URL"),
            ({"REDIS_URL": "redis://one/0?socket_timeout=soon"}, "REDIS_URL"),
            ({"REDIS_URL": "redis+sentinel://one,two/0"}, "REDIS_URL"),
            ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL"),
            ({"EMAIL_URL": "smtp://mail.example.org:port"}, "EMAIL_URL"),
            ({"TRUSTED_PROXIES": "proxy"}, "TRUSTED_PROXIES"),
            ({"CSRF_TRUSTED_ORIGINS": "www.example.org"}, "CSRF_TRUSTED_ORIGINS"),
            ({"VAR_DIR": "/dev/null/var"}, "VAR_DIR"),
            ({"ENVIRONMENT": "production"}, "SECRET_KEY"),
            ({**SAFE, "SECRET_KEY": "short"}, "SECRET_KEY"),
            ({**SAFE, "ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
            ({**SAFE, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
            ({**SAFE, "EMAIL_URL": "console:"}, "EMAIL_URL"),  # B12
            ({**SAFE, "EMAIL_URL": ""}, "EMAIL_URL"),  # B12
            ({"BOUNCES_URL": "imap://mail.example.org"}, "BOUNCES_URL"),
            ({"METRICS_ADDRESS": "localhost:9100"}, "METRICS_ADDRESS"),
            ({"SENTRY_DSN": "sentry"}, "SENTRY_DSN"),
        ],
    )
    def test_a_wrong_value_stops_it_with_one_sentence(self, tmp_path, environment, name):
        result = manage("check", **{"VAR_DIR": str(tmp_path), **environment})
        assert result.returncode == 1
        assert result.stdout == ""
        assert result.stderr.startswith(f"{name} must ")
        assert result.stderr.count("\n") == 1
        assert result.stderr.endswith(".\n")

    def test_each_number_flag_and_choice_is_refused_by_its_name(self, tmp_path):
        """All settings that are read as such, each with a word that is none; one process, as each is read by itself."""
        kinds = ("a whole number", "on or off", "one of ")
        names = [name for name, one in env.DECLARED.items() if one.kind.startswith(kinds)]
        assert len(names) > 25
        told = run(REFUSED, *names, VAR_DIR=str(tmp_path))
        assert {
            name: sentence for name, sentence in told.items() if not sentence.startswith(f"{name} must be ")
        } == {}

    @pytest.mark.parametrize(("environment", "name"), TOGETHER)
    def test_values_that_contradict_each_other_stop_it_with_one_sentence(self, tmp_path, environment, name):
        said = run(
            READ,
            VAR_DIR=str(tmp_path / "var"),
            **{key: value.format(tmp_path) for key, value in environment.items()},
        )
        assert said.startswith(f"{name} must ")
        assert said.endswith(".")

    def test_values_that_go_together_are_taken(self, tmp_path):
        goes = {
            "STATIC_ROOT": str(tmp_path / "static"),
            "MEDIA_ROOT": str(tmp_path / "media"),
            "DEFAULT_FROM_EMAIL": "Index Office <office@example.org>",
            "CONTACT_EMAIL": "office@example.org",
            "BOUNCES_URL": "imaps://office:secret@mail.example.org/INBOX",
            "ALLOWED_HOSTS": "www.example.org,.example.cn,[::1],localhost",
            "BIND_ADDRESS": "::1",
            "SECOND_FACTOR_REQUIRED": "nobody",
        }
        assert run(READ, VAR_DIR=str(tmp_path / "var"), **{**SAFE, **goes}) == ""

    def test_secrets_are_not_repeated(self, tmp_path):
        result = manage("check", VAR_DIR=str(tmp_path), DATABASE_URL="mysql://user:hidden@host/name")
        assert "hidden" not in result.stderr

    def test_production_is_clean_with_safe_values(self, tmp_path):
        result = manage("check", "--deploy", "--fail-level", "WARNING", VAR_DIR=str(tmp_path), **SAFE)
        assert result.returncode == 0, result.stderr

    def test_the_server_refuses_a_port_in_use(self, tmp_path, live_server):
        port = live_server.url.rpartition(":")[2]
        result = manage("serve", VAR_DIR=str(tmp_path), PORT=port, ENVIRONMENT="dev")
        assert result.returncode == 1
        assert f"Cannot listen on 127.0.0.1:{port}" in result.stderr
        assert "Traceback" not in result.stderr

    def test_the_server_asks_for_static_files_first(self, tmp_path):
        result = manage("serve", VAR_DIR=str(tmp_path))
        assert result.returncode == 1
        assert "manage.py prepare" in result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.long
class TestList:
    def test_the_documentation_holds_the_list(self, capsys):
        call_command("list_settings")
        printed = capsys.readouterr().out.strip()
        assert printed in Path(settings.BASE_DIR, "docs", "operating.md").read_text()

    def test_production_lists_the_same_variables(self, tmp_path):
        lists = {
            manage("list_settings", VAR_DIR=str(tmp_path), **environment).stdout
            for environment in ({}, SAFE, {"ENVIRONMENT": "dev"}, {"DATABASE_URL": "postgres://localhost/x"})
        }
        assert len(lists) == 1

    def test_every_variable_says_what_it_means(self):
        assert all(variable.kind and variable.meaning for variable in env.DECLARED.values())


@pytest.mark.long
@pytest.mark.django_db
def test_a_group_that_needs_a_second_factor_and_is_not_there_is_named(settings):
    settings.SECOND_FACTOR_REQUIRED = ["Index officers", "superusers", "Editorz"]
    (error,) = check_groups_that_need_a_second_factor(None, databases=["default"])
    assert (error.id, "“Editorz”" in error.msg) == ("portal.E006", True)
    settings.SECOND_FACTOR_REQUIRED = ["nobody"]
    assert check_groups_that_need_a_second_factor(None, databases=["default"]) == []


def test_a_file_of_sqlite_that_takes_no_writes_is_named(tmp_path, monkeypatch):
    file = tmp_path / "portal.sqlite3"
    assert _refusal_of_file(str(file)) == ""
    file.touch()
    monkeypatch.setattr("portal.checks.os.access", lambda path, _how: path != str(file))
    assert str(file) in _refusal_of_file(str(file))
