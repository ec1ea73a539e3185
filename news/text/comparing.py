"""Two versions of rich text side by side, block by block (paragraph, heading, cell, …): `foundation.comparing`. Pure."""

from foundation.comparing import Block, Row, rows_of

from .elements import tags

BLOCKS = frozenset(
    ["p", "h2", "h3", "h4", "li", "blockquote", "td", "th", "figcaption", "caption", "hr", "figure", "tr"]
)


def compare_html(old: str | None, new: str | None) -> list[Row]:
    """Return the rows of two rich texts, block by block."""
    return rows_of(blocks(old), blocks(new))


def blocks(html: str | None) -> list[Block]:
    """Return the blocks of sanitised rich text; links show their address, pictures and charts what they are."""
    return _blocks(html, with_marks=True)


def passages(html: str | None) -> list[str]:
    """Return the words readers read, block by block, and the footnotes after them: no addresses, no names of charts.

    A live figure, which is another one tomorrow, is "…".
    """
    footnotes = [attributes["data-footnote"] for _words, name, attributes in tags(html)
                 if name == "sup" and attributes and "data-footnote" in attributes]  # fmt: skip
    return [*(block.text for block in _blocks(html, with_marks=False)), *footnotes]


def _blocks(html: str | None, with_marks: bool) -> list[Block]:
    found: list[Block] = []
    words: list[str] = []
    open_links: list[str] = []
    hidden: list[str] = []  # elements whose words are no text of their own
    tag = "p"

    def flush() -> None:
        text = " ".join("".join(words).split())
        if text:
            found.append(Block(tag, text))
        words.clear()

    def add_mark(text: str) -> None:
        if with_marks:
            words.append(text)

    for before, name, attributes in tags(html):
        if not hidden:
            words.append(before)
        if name in BLOCKS:
            flush()
            tag = "p" if attributes is None else name
            if attributes and "data-chart" in attributes:
                add_mark(f"[{attributes['data-chart']} {attributes.get('data-range', '')}]")
        elif name == "br":
            words.append(" ")
        elif name == "img" and attributes is not None:
            source = attributes.get("data-picture") or attributes.get("src", "")
            add_mark(f"[▣ {source} {attributes.get('alt', '')}]")
        elif name == "a" and attributes is not None:
            open_links.append(attributes.get("href", ""))
        elif name == "a" and open_links:
            add_mark(f" ⟨{open_links.pop()}⟩")
        elif with_marks:
            continue
        elif attributes and ("data-figure" in attributes or "data-footnote" in attributes) and not hidden:
            words.append("…" if "data-figure" in attributes else "")
            hidden.append(name)
        elif attributes is None and hidden == [name]:
            hidden.pop()
    flush()
    return found
