"""Browser and system that a device says it is, in a few words; what it says is not believed for anything."""

import re

BROWSERS = (
    ("WeChat", r"MicroMessenger/(\d+)"),
    ("Edge", r"Edg(?:e|A|iOS)?/(\d+)"),
    ("Opera", r"OPR/(\d+)"),
    ("Samsung Internet", r"SamsungBrowser/(\d+)"),
    ("QQ Browser", r"MQQBrowser/(\d+)"),
    ("UC Browser", r"UCBrowser/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"(?:Chrome|CriOS)/(\d+)"),
    ("Safari", r"Version/(\d+)[\d.]* .*Safari/"),
)
SYSTEMS = (
    ("HarmonyOS", r"HarmonyOS|OpenHarmony"),
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
)


def browser_in_words(user_agent):
    """Return “Firefox 140, Windows” for a User-Agent header, and an empty text for what names neither."""
    header = user_agent[:400]
    found = next(
        ((name, match[1]) for name, pattern in BROWSERS if (match := re.search(pattern, header))), None
    )
    system = next((name for name, pattern in SYSTEMS if re.search(pattern, header)), "")
    return ", ".join(part for part in (f"{found[0]} {found[1]}"[:40] if found else "", system) if part)
