"""The reader's and the moderator's whole way in a real browser, in both languages: write, wait, decide, answer, report."""

import re
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

import pytest

TEXT, NAME, SEND = "[name=body]", "[name=name]", "[data-comment-part] button[type=submit]"
PATIENCE = 3200
LOCALES = {"en": "en-GB", "zh-hans": "zh-CN"}


@pytest.fixture
def window(browser):
    """A function that opens a window: at a network of its own, in a language, narrow or wide, with scripts or without."""
    contexts = []

    def open_window(network, language="en", width=1280, scripts=True):
        context = browser.new_context(
            locale=LOCALES[language],
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            extra_http_headers={"X-Forwarded-For": f"203.0.{network}.7"},
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def moderator(window, site, site_folder):
    """A function that signs the moderator in."""
    accounts = (site_folder / "staff-accounts.txt").read_text()
    password = re.search(r"^\s*moderator\s+(\S{12,})\s*$", accounts, re.MULTILINE)[1]

    def sign_in(language):
        page = window(200, language)
        page.goto(f"{site}/admin/login/")
        page.fill("#id_username", "moderator")
        page.fill("#id_password", password)
        page.press("#id_password", "Enter")
        page.wait_for_url("**/admin/")
        page.goto(f"{site}/admin/news/comment/desk/")
        return page

    return sign_in


def decide(desk, text, key):
    """Press a key on the card that holds a text, and wait for the answer."""
    card = desk.locator("[data-case]", has_text=text).first
    card.focus()
    desk.keyboard.press(key)
    desk.wait_for_function("document.querySelector('[data-said]').textContent !== ''")


@pytest.mark.parametrize(
    ("language", "network"), [pytest.param("en", 11, marks=pytest.mark.long), ("zh-hans", 12)]
)
def test_from_the_readers_words_to_the_page_and_back(window, moderator, addresses, language, network):
    words = f"Polyester held firm in {language}, 涤纶平稳。"
    reader = window(network, language, width=390)
    reader.goto(addresses["article", language])
    address = reader.url
    reader.click("[data-comment-open]")
    reader.fill(NAME, "王芳")
    reader.fill(TEXT, words)
    reader.wait_for_timeout(PATIENCE)
    reader.click(SEND)
    reader.wait_for_selector("[data-comment-part=sent] .own-remarks")
    assert words in reader.inner_text(".own-remarks")
    other = window(network + 20, language, scripts=False)
    other.goto(address)
    assert words not in other.content()

    # One key approves; the page shows it within a second, another reader answers without scripts.
    desk = moderator(language)
    decide(desk, words, "a")
    other.wait_for_timeout(1000)
    other.reload()
    assert words in other.inner_text("#reader-comments")
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")
    other.locator(".remark", has_text=words).locator("[data-comment-reply]").first.click()
    answer = f"And greige? {language}"
    other.fill(NAME, "Li")
    other.fill(TEXT, answer)
    other.wait_for_timeout(PATIENCE)
    other.click(SEND)
    other.locator(".own-remarks", has_text=answer).wait_for()

    # The answer is spam at first sight, which is taken back; then it stands below its comment.
    desk.goto(f"{desk.url.split('?')[0]}?view=all")
    decide(desk, answer, "s")
    desk.wait_for_selector(f"[data-status=spam]:has-text('{answer}')")
    desk.keyboard.press("u")
    desk.wait_for_selector(f"[data-status=pending]:has-text('{answer}')")
    decide(desk, answer, "a")
    desk.wait_for_selector(f"[data-status=approved]:has-text('{answer}')")
    reader.wait_for_timeout(1000)
    reader.goto(address)
    assert reader.locator(".remark__replies", has_text=answer).count() == 1
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # The reader reports the comment itself; it stands first, is removed, and its thread stays readable.
    reader.locator(".remark", has_text=words).locator("a[href$='/report/']").first.click()
    reader.check("input[value=private]")
    reader.click(".comment-form button[type=submit]")
    reader.wait_for_selector(".notice[role=status]")
    desk.goto(desk.url.split("?")[0])
    first = desk.locator("[data-case]").first
    assert words in first.inner_text()
    first.focus()
    desk.keyboard.press("x")
    desk.wait_for_selector(f"[data-status=removed]:has-text('{words}')")
    reader.wait_for_timeout(1000)
    reader.goto(address)
    assert words not in reader.content()
    assert reader.locator(".remark__replies", has_text=answer).count() == 1


@pytest.mark.long
def test_a_reply_opens_below_its_comment_and_keeps_what_was_typed(window, moderator, addresses):
    reader = window(15)
    reader.goto(addresses["article", "en"])
    reader.click("[data-comment-open]")
    reader.fill(NAME, "Wang")
    reader.fill(TEXT, "A comment to be answered.")
    reader.wait_for_timeout(PATIENCE)
    reader.click(SEND)
    reader.wait_for_selector("[data-comment-part=sent]")
    desk = moderator("en")
    decide(desk, "A comment to be answered.", "a")
    reader.wait_for_timeout(1000)
    reader.reload()
    reader.click("[data-comment-open]")
    reader.fill(TEXT, "Begun before the click on Reply.")
    reader.locator(".remark", has_text="A comment to be answered.").locator(
        "[data-comment-reply]"
    ).first.click()
    reader.wait_for_selector(".remark [data-comment-part=form] .comment-form__answered")
    assert reader.input_value(TEXT) == "Begun before the click on Reply."


@pytest.mark.long
def test_the_browser_proves_its_work(window, moderator, addresses, site):
    desk = moderator("en")
    desk.goto(f"{site}/admin/news/commentrules/")
    desk.select_option("[name=proof]", "always")
    desk.click("[name=_save]")
    desk.wait_for_load_state("load")
    try:
        reader = window(16)
        loaded = []
        reader.on("request", lambda request: loaded.append(request.url))
        reader.goto(addresses["article", "en"])
        assert not any("proof" in url for url in loaded)
        reader.click("[data-comment-open]")
        reader.fill(NAME, "Wang")
        reader.fill(TEXT, "Sent with a proof of work.")
        reader.wait_for_timeout(PATIENCE)
        reader.click(SEND)
        reader.wait_for_selector("[data-comment-part=sent]")
        assert any("proof" in url for url in loaded)
        desk.goto(f"{site}/admin/news/comment/desk/?view=all")
        card = desk.locator("[data-case]", has_text="Sent with a proof of work.").first
        assert "No proof of work" not in card.inner_text()
    finally:
        desk.goto(f"{site}/admin/news/commentrules/")
        desk.select_option("[name=proof]", "attacked")
        desk.click("[name=_save]")
        desk.wait_for_load_state("load")


@pytest.mark.long
def test_two_hundred_at_once_from_one_network_and_another_reader(site, window, addresses):
    page = window(90)
    page.goto(addresses["article", "en"])
    form_address = page.get_attribute("[data-comment-open]", "href")
    sender, reader = Sender(site + form_address, "198.51.100.7"), Sender(site + form_address, "192.0.2.9")
    page.wait_for_timeout(PATIENCE)
    with ThreadPoolExecutor(40) as pool:
        flood = [
            pool.submit(sender.send, f"Buy now, offer {number} of the flood {number * 7919}")
            for number in range(200)
        ]
        between = pool.submit(reader.send, "An honest question in the middle of it.")
        answers = [one.result() for one in flood]
    assert between.result() == 201
    assert answers.count(201) == 3
    assert answers.count(429) == 197


class Sender:
    """Somebody with a form opened before, at an address that a trusted proxy names."""

    def __init__(self, address, network):
        self.address = address
        self.headers = {"X-Forwarded-For": network, "X-Requested-With": "fetch"}
        jar = CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        form = opener.open(urllib.request.Request(address, headers=self.headers)).read().decode()
        self.hidden = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form))
        self.headers["Cookie"] = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)

    def send(self, text):
        """Send a comment and return the status of the answer."""
        body = urllib.parse.urlencode({**self.hidden, "name": "Bot", "body": text}).encode()
        try:
            return urllib.request.urlopen(
                urllib.request.Request(self.address, body, self.headers), timeout=60
            ).status
        except urllib.error.HTTPError as error:
            return error.code


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.long
def test_the_desk_fits_a_phone(moderator, language):
    desk = moderator(language)
    for width in (360, 390, 768):
        desk.set_viewport_size({"width": width, "height": 900})
        for summary in desk.locator("[data-case] summary").all()[:1]:
            summary.click()
        wide = desk.evaluate(
            "[...document.querySelectorAll('.comment-desk *')].filter((part) => part.getBoundingClientRect().right > innerWidth)"
            ".map((part) => part.outerHTML.slice(0, 120))"
        )
        assert not wide
