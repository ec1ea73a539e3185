"""Are the pages those of another checkout? `python -m tests.bench.same_pages --beside PATH`.

Both checkouts read a copy of one prepared database. All pages that can be reached from the two front pages are asked for
from both, twice and in another order the second time, so that a part kept for one page and shown on another would be
seen; where the HTML differs in more than white space, the first difference is printed. White space counts where it is
seen, between words and inline elements; not before the end of an element.
"""

import argparse
import re
import shutil
import sys
import tempfile
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path

from tests.bench.cold import HERE, Checkout

BLOCKS = (
    "html|head|body|title|meta|link|script|header|footer|main|nav|aside|section|article|div|p|ul|ol|li|dl|dt|dd|table|caption|thead|"
    "tbody|tr|th|td|h1|h2|h3|h4|figure|figcaption|details|summary|form|fieldset|legend|select|option|svg|g|path|text|title|desc|!doctype"
)
AROUND_BLOCKS = re.compile(rf"\s*(</?(?:{BLOCKS})\b[^>]*>)\s*", re.IGNORECASE)
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.\w+\b)")
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')
#: Not pages, or pages without end.
LEFT_OUT = re.compile(
    r"/(static|media|admin|feeds|api/v1|reader-comments)/|\.(csv|json|xlsx|svg|png|ics|webmanifest|atom|xml|txt)\b|/comments/\d+/"
    r"|[?&](from|to|transform|all|as_of|order|thread|comments)="
)
PER_KIND = 3
MOST_PRINTED = 20


def main():
    """Crawl both and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--beside", type=Path, required=True, help="the other checkout")
    parser.add_argument("--folder", type=Path, help="where the prepared content stays for the next run")
    parser.add_argument("--published", action="store_true", help="without demonstration content")
    parser.add_argument("--more", nargs="*", default=[], help="addresses beside those that links lead to")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="same-")))
        given = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="same-copy-")))
        with Checkout(options.beside.resolve(), folder / "beside", {}):
            shutil.copytree(folder / "beside", given / "own")
        own = stack.enter_context(Checkout(HERE, given / "own", {}, anew=True, published=options.published))
        shutil.copytree(folder / "beside", given / "beside")
        beside = stack.enter_context(
            Checkout(options.beside.resolve(), given / "beside", {}, published=options.published)
        )
        sys.exit(compare(own, beside, options.more))


def compare(own, beside, more=()):
    """Return the number of pages that differ."""
    waiting, seen, kinds, texts = ["/", "/zh-hans/", *more], set(), {}, {}
    while waiting:
        address = waiting.pop(0)
        answer = own.ask(text=address)
        texts[address] = beside.ask(text=address)
        report(address, answer, texts[address], seen)
        for link in LINK.findall(answer["body"]) if "html" in answer["type"] else ():
            link = link.replace("&amp;", "&")
            kind = re.sub(r"[\w-]+/$", "*", re.sub(r"=[^&]*", "=", link))
            if link in texts or link in waiting or LEFT_OUT.search(link) or kinds.get(kind, 0) >= PER_KIND:
                continue
            kinds[kind] = kinds.get(kind, 0) + 1
            waiting.append(link)
    own.ask(forget=True)
    for address in sorted(texts, key=lambda address: hash(address) % 1000):
        report(address, own.ask(text=address), texts[address], seen)
    print(f"{len(texts)} pages of {len(kinds)} kinds, {len(seen)} differ")
    return len(seen)


def report(address, here, there, seen):
    """Print the first difference of a page, once."""
    if address in seen:
        return
    if here["status"] != there["status"]:
        seen.add(address)
        print(f"{address}: {here['status']}, beside {there['status']}")
    pair = zip_longest(normal(here["body"]), normal(there["body"]), fillvalue="(nothing)")
    for before, (mine, theirs) in enumerate(pair):
        if mine != theirs:
            seen.add(address)
            if len(seen) <= MOST_PRINTED:
                print(f"{address}: line {before}\n  here   {mine[:300]}\n  beside {theirs[:300]}", flush=True)
            return


def normal(text):
    """Return HTML as lines that differ only where pages do."""
    text = re.sub(r"\s+", " ", HASH.sub("", text)).replace("%2F", "/")
    text = AROUND_BLOCKS.sub(r"\n\1\n", text.replace(" </", "</"))
    return [line for line in text.split("\n") if line]


if __name__ == "__main__":
    main()
