"""The section about SDMX on the human page of the data interface: its addresses answer, its examples run as they stand."""

import html
import re
import subprocess
import sys
import urllib.request

import pytest
from django.test import Client

from tests.portal.addresses import fill

SHOWN = re.compile(r'href="(/sdmx/[^"]+)"')
EXAMPLE = re.compile(r'<pre data-sdmx="(\w+)"><code>(.*?)</code></pre>', re.DOTALL)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/", "/zh-hans/api/"])
def test_each_address_of_the_section_is_understood(path):
    fill()
    page = Client().get(path).text
    shown = SHOWN.findall(page)
    assert len(shown) == 5
    for address in shown:
        answer = Client().get(html.unescape(address))
        assert answer.status_code == 200 or b"There are no data" in answer.content, address
    assert "http://testserver/sdmx/2.1" in page


@pytest.mark.long
def test_the_examples_run_as_they_stand(served, tmp_path):
    page = urllib.request.urlopen(f"{served}/zh-hans/api/").read().decode()
    examples = EXAMPLE.findall(page)
    assert [kind for kind, _text in examples] == ["python", "python", "sh"]
    for kind, text in examples:
        program = [sys.executable, "-W", "ignore", "-c"] if kind == "python" else ["sh", "-c"]
        done = subprocess.run([*program, html.unescape(text)], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "104.68" in done.stdout, done.stdout
