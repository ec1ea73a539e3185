"""Footnotes and review comments of pasted texts: pairs of links, one from the text to a note, one back."""

import re
from urllib.parse import unquote

from lxml.html import Element as new_element
from lxml.html import HtmlElement

from .clipboard import remove, style_of, words_of

#: A longer one stays where it stands: the editor's footnotes hold no more.
LONGEST_NOTE = 1000
_REVIEW = re.compile(r"_?(?:msocom_|cmnt)\d", re.IGNORECASE)
_PARTS = ("footnote", "endnote", "comment")
_LIST = re.compile(r"mso-element:\s*(?:footnote|endnote|comment)-list")
_NOTE = re.compile(r"mso-element:\s*(?:footnote|endnote)(?![-\w])")
_COMMENT = re.compile(r"mso-element:\s*comment(?![-\w])")
_COMMENT_CLASSES = re.compile(r"Mso(?:Comment(?:Reference|Text|Subject)|Acetate)", re.IGNORECASE)
_HOLDERS = frozenset(["li", "dd", "p", "div", "td", "aside"])
_BACK = re.compile(r"^(?:[\s^↑↩\ufe0e*†‡]|\[[\d*a-z]{1,4}\])+|[\s↩\ufe0e]+$")
_STRUCK_OUT = re.compile(r"(?:^|\s)msodel(?:\s|$)", re.IGNORECASE)


def take_out_review(root: HtmlElement) -> tuple[int, int]:
    """Take out review comments and what a review has struck out; return how many there were of each."""
    deletions = 0
    for element in list(root.iter("del", "span", "ins")):
        if (element.tag == "del" and element.get("cite", "").startswith("mailto:")) or _STRUCK_OUT.search(
            element.get("class") or ""
        ):
            deletions += 1
            remove(element)
    references, texts = set(), 0
    for link in list(root.iter("a")):
        name = fragment_of(link)
        if name and _REVIEW.match(name):
            references.add(name.lower())
            remove(_alone_in(link, ("sup", "span")))
        elif _REVIEW.match(link.get("id") or link.get("name") or "") or (
            name and name.lower().startswith(("_msoanchor", "_anchor", "cmnt_ref"))
        ):
            holder = _holder(link)
            if holder is not None and holder is not root:
                texts += 1
                remove(holder)
    for element in list(root.iter("div", "p", "span")):
        style = style_of(element)
        if _COMMENT.search(style) or _COMMENT_CLASSES.search(element.get("class") or ""):
            texts += bool(_COMMENT.search(style)) and bool(words_of(element))
            remove(element)
        elif "mso-element" in style and _LIST.search(style) and not words_of(element):
            remove(element)
    return len(references) or texts, deletions


def make_footnotes(root: HtmlElement) -> None:
    """Put a footnote where a link leads to a note that leads back; the notes go from where they stood."""
    links = [link for link in root.iter("a") if fragment_of(link)]
    if not links:
        return
    named = _named(root)
    places = {element: place for place, element in enumerate(root.iter())}
    back: dict[HtmlElement, list[HtmlElement]] = {}
    notes: dict[HtmlElement, str] = {}
    used: set[HtmlElement] = set()
    pairs = []
    for link in links:
        target = named.get(fragment_of(link) or "")
        if link in used or target is None or places[target] < places[link]:
            continue
        holder = _holder(target)
        if holder is None or holder is root or holder in link.iterancestors():
            continue
        if holder not in back:
            back[holder] = [one for one in holder.iter("a") if fragment_of(one)]
        returning = [one for one in back[holder] if _leads_to(one, link, named)]
        if returning:
            used.update(back[holder])
            pairs.append((link, holder))
    for link, holder in pairs:
        if holder not in notes:
            notes[holder] = _words_of_note(holder, back[holder])
        if 0 < len(notes[holder]) <= LONGEST_NOTE:
            mark = new_element("sup", {"data-footnote": notes[holder]})
            mark.text = "*"
            place = _alone_in(link, ("sup", "span"))
            mark.tail, place.tail = place.tail, None
            around = place.getparent()
            if around is not None:
                around.replace(place, mark)
    for holder, note in notes.items():
        if 0 < len(note) <= LONGEST_NOTE:
            _remove_note(holder, root)


def fragment_of(link: HtmlElement) -> str | None:
    """Return the name of the place in the same text that a link leads to; None when it leads elsewhere."""
    _address, sign, name = (link.get("href") or "")[:2000].rpartition("#")
    return unquote(name) if sign and name else None


def _named(root: HtmlElement) -> dict[str, HtmlElement]:
    found: dict[str, HtmlElement] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name")):
            if name:
                found.setdefault(name, element)
    return found


def _holder(element: HtmlElement) -> HtmlElement | None:
    """Return what holds a whole note: what Word marks as one, else the nearest item of a list or paragraph."""
    above = [element, *element.iterancestors()][:12]
    for one in above:
        if _NOTE.search(style_of(one)) or _COMMENT.search(style_of(one)):
            return one
        if one.tag == "div" and (one.get("id") or "").startswith(("sdfootnote", "sdendnote")):
            return one
    return next((one for one in above if one.tag in _HOLDERS), None)


def _leads_to(back: HtmlElement, link: HtmlElement, named: dict[str, HtmlElement]) -> bool:
    """Tell whether a link in a note leads back to a link in the text, or to what stands right around it."""
    target = named.get(fragment_of(back) or "")
    if target is None:
        return False
    near = [link, *list(link.iterancestors())[:3]]
    return (
        target in near or target.getnext() is link or (len(target) == 0 and target.getparent() in near[1:3])
    )


def _words_of_note(holder: HtmlElement, back: list[HtmlElement]) -> str:
    for one in back:
        if one.getparent() is not None:
            remove(one if one is holder else _alone_in(one, ("sup", "span")))
    return _BACK.sub("", words_of(holder)).strip()


def _alone_in(element: HtmlElement, around: tuple[str, ...]) -> HtmlElement:
    """Return the outermost of the named elements that holds nothing but this one."""
    words = words_of(element)
    above = element.getparent()
    while above is not None and above.tag in around and len(above) < 4 and words_of(above) == words:
        element, above = above, above.getparent()
    return element


def _remove_note(holder: HtmlElement, root: HtmlElement) -> None:
    """Take a note out, and the list it stood in when nothing but lines across and breaks is left of it."""
    above = holder.getparent()
    if above is None:
        return
    remove(holder)
    while (
        above is not None
        and above is not root
        and above.tag in ("ol", "ul", "div", "section", "aside")
        and not words_of(above)
    ):
        if any(True for _picture in above.iter("img", "table")):
            break
        holder, above = above, above.getparent()
        remove(holder)
    last = root[-1] if len(root) else None
    while last is not None and last.tag in ("hr", "br") and not (last.tail or "").strip():
        root.remove(last)
        last = root[-1] if len(root) else None
