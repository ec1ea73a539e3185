"""A person at a browser in the tests of whole ways: what keys and mouse do, and what readers see meanwhile."""

READY = ".ProseMirror[contenteditable=true]"


class Person:
    """Somebody before a browser of their own; what its console complains about is kept."""

    def __init__(self, browser, site, size, locale):
        self.context = browser.new_context(locale=locale, timezone_id="Asia/Shanghai", viewport=size)
        self.page, self.site, self.complaints = self.context.new_page(), site, []
        self.page.set_default_timeout(20_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def press(self, *keys):
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector, most=90):
        """Press Tab until what is focused matches; what takes the key for itself is left with Escape."""
        wanted = self.page.locator(selector).first
        wanted.wait_for(state="attached")
        for _ in range(most):
            if wanted.evaluate("wanted => wanted === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} is not reached by {most} tabs on {self.page.url}")

    def fill_by_key(self, selector, words):
        """Reach a field by Tab, replace what stands in it."""
        self.tab_to(selector)
        self.press("Control+a")
        self.page.keyboard.insert_text(words)

    def open(self, path):
        """Go to a page of the admin, and wait for its text editors if it has some."""
        self.page.goto(self.site + path)
        self.ready()

    def ready(self):
        """Wait until the page stands, is shown by the theme's scripts, and its text editors take words."""
        self.page.wait_for_function(
            """ready => document.readyState === "complete" && document.getElementById("content")?.checkVisibility()
                && document.querySelectorAll(".prose-editor").length === document.querySelectorAll(".prose-editor " + ready).length""",
            arg=READY,
        )
        if not self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            self.complaints.append(f"{self.page.url} is wider than {self.page.viewport_size['width']} px")

    def step(self, name):
        """Take a step of the bar below the form by the keyboard: the button, or the menu that holds it."""
        button = f"#submit-row button[name={name}]"
        if not self.page.locator(button).is_visible():
            self.tab_to("[popovertarget=submit-more]")
            self.press("Enter")
        self.tab_to(button)
        self.leave(lambda: self.press("Enter"))

    def click_step(self, name):
        """Take a step of the bar by the mouse."""
        button = self.page.locator(f"#submit-row button[name={name}]")
        if not button.is_visible():
            self.page.click("[popovertarget=submit-more]")
        self.leave(button.click)

    def leave(self, act):
        """Do what leads to another page, answer its question if it asks one, and wait for the page."""
        self.page.evaluate("document.left = false")
        act()
        asking = "dialog.asking[open]"
        self.page.wait_for_function(
            "asking => document.left === undefined || document.querySelector(asking)", arg=asking
        )
        if self.page.locator(asking).count():
            self.page.locator(f"{asking} button[value=yes]").press("Enter")
        self.page.wait_for_function("document.left === undefined")
        self.ready()

    @property
    def facts(self):
        """Return what the form says of where the article stands and what happens by itself."""
        return self.page.inner_text(".form-facts")
