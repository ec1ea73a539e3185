"""PDF documents are read as PDF: what does something or carries something along is found wherever it hides (I6)."""

import zlib

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pikepdf import Array, Dictionary, Name, String

from news.library import attachments
from news.library.attachments import kind_of
from news.library.pdf_reader import verdict
from tests.news.library.documents import on_page, opening, pdf, script


def filespec(document):
    stream = document.make_stream(b"MZ")
    return Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=stream))


def embedded(document):
    document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a"), filespec(document)])))


def associated(document):
    document.Root.AF = Array([document.make_indirect(filespec(document))])


def script_at_opening(document):
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))


def script_in_a_stream(document):
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=document.make_stream(b"app.alert(1)"))


def on_leaving(document):
    document.pages[0].AA = Dictionary(C=script())


def in_a_form(document):
    field = Dictionary(
        FT=Name.Tx, T=String("a"), Subtype=Name.Widget, Rect=[0, 0, 9, 9], AA=Dictionary(K=script())
    )
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))


def xfa(document):
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp/>"))


def deep(document):
    inner = Dictionary(A=script())
    for _level in range(60):
        inner = Dictionary(Kids=Array([inner]))
    document.Root.Outlines = inner


def not_reached_from_anywhere(document):
    document.Root.Spare = document.make_indirect(script())


def portfolio(document):
    document.Root.Collection = Dictionary(View=Name.D)


ACTIVE = {
    "script when opened": opening(script()),
    "script in a stream": script_in_a_stream,
    "script by name": script_at_opening,
    "script when a page is left": on_leaving,
    "script in a form": in_a_form,
    "script deep in an outline": deep,
    "script nobody calls": not_reached_from_anywhere,
    "a second action": opening(Dictionary(S=Name.GoTo, D=Array([]), Next=Array([script()]))),
    "a program": opening(Dictionary(S=Name.Launch, F=String("cmd.exe"))),
    "a form sent": on_page(
        Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=String("http://x")))
    ),
    "data fetched": on_page(Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.ImportData, F=String("x")))),
    "a film": on_page(Dictionary(Subtype=Name.Movie)),
    "a sound": on_page(Dictionary(Subtype=Name.Sound)),
    "rich media": on_page(Dictionary(Subtype=Name.RichMedia)),
    "a file on a page": on_page(Dictionary(Subtype=Name.FileAttachment)),
    "a three-dimensional thing": on_page(Dictionary(Subtype=Name("/3D"))),
    "files within": embedded,
    "files beside": associated,
    "a dynamic form": xfa,
    "a portfolio": portfolio,
    "a script as an address": on_page(
        Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(" java\nscript:x")))
    ),
    "a file as an address": on_page(
        Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("FILE:///C:/x")))
    ),
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "in object streams"])
@pytest.mark.parametrize("what", ACTIVE)
def test_what_is_active_is_found(what, packed):
    """I6: on the objects themselves; some of these name nothing that could be looked for as a word."""
    content = pdf(ACTIVE[what], packed)
    assert b"JavaScript" not in content or not packed
    assert verdict(content) == "active"


def test_names_written_with_escapes_are_the_same_names():
    content = pdf(opening(script())).replace(b"/JavaScript", b"/J#61vaScr#69pt").replace(b"/JS", b"/#4aS")
    assert b"/J#61vaScr#69pt" in content
    assert verdict(content) == "active"


def test_a_document_put_together_anew_by_its_reader_is_looked_through_too():
    content = pdf(opening(script()))
    broken = content[: content.rindex(b"xref")] + b"%%EOF"
    assert verdict(broken) in {"active", "damaged"}


def link(document):
    uri = Dictionary(S=Name.URI, URI=String("https://example.org/javascript:"))
    on_page(Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=uri))(document)


def resource_called_js(document):
    document.pages[0].Resources = Dictionary(
        Font=Dictionary(JS=Dictionary(Type=Name.Font), EF=Dictionary(Type=Name.Font))
    )


def bytes_that_look_like_words(document):
    document.Root.Data = document.make_stream(b"/JS /JavaScript /Launch /EmbeddedFile " * 20)


@pytest.mark.parametrize(
    "change",
    [
        None,
        link,
        resource_called_js,
        bytes_that_look_like_words,
        opening(Dictionary(S=Name.GoTo, D=Array([]))),
    ],
)
def test_what_only_looks_so_is_taken(change):
    """The bytes of a picture in a document may be any; until now every tenth long document was refused for them."""
    assert verdict(pdf(change)) == "plain"
    assert verdict(pdf(change, packed=True)) == "plain"


def said_of(content):
    with pytest.raises(ValidationError) as refused:
        kind_of(ContentFile(content, name="x.pdf"))
    return refused.value.messages[0]


def test_each_refusal_says_what_to_do():
    assert kind_of(ContentFile(pdf(), name="x.pdf")) == "pdf"
    assert "scripts" in said_of(pdf(opening(script())))
    assert "password" in said_of(pdf(encryption=pikepdf.Encryption(owner="a", user="b")))
    assert "incomplete" in said_of(pdf()[:-40])
    assert "damaged" in said_of(b"%PDF-1.7\n" + b"x" * 500 + b"%%EOF")
    no_pages = pdf(lambda document: document.pages.__delitem__(0))
    assert "damaged" in said_of(no_pages)


def test_who_may_read_may_read_without_a_password():
    """Only changing asks for one: readers see the document."""
    assert verdict(pdf(encryption=pikepdf.Encryption(owner="a", user=""))) == "plain"
    assert verdict(pdf(opening(script()), encryption=pikepdf.Encryption(owner="a", user=""))) == "active"


def test_a_document_that_unpacks_to_far_too_much_is_refused_in_time():
    """I7: the process that looks has so much memory and no more."""
    pack = zlib.compressobj(1)
    packed = b"".join(pack.compress(b"1 0 " * 1_000_000) for _n in range(250)) + pack.flush()
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    at = len(body)
    body += (
        b"5 0 obj\n<</Type/XRef/Size 6/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n"
        % len(packed)
    )
    body += packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % at
    assert said_of(body)


def test_many_objects_are_looked_through_in_time():
    def many(document):
        document.Root.Many = Array(
            [document.make_indirect(Dictionary(A=n, B=Array([n, n]))) for n in range(60_000)]
        )

    assert verdict(pdf(many, packed=True)) == "plain"  # what is not done in time is refused


def test_a_document_is_looked_through_once(monkeypatch):
    calls, real = [], attachments.subprocess.run
    monkeypatch.setattr(
        attachments.subprocess, "run", lambda *args, **kwargs: calls.append(1) or real(*args, **kwargs)
    )
    file = ContentFile(pdf(), name="x.pdf")
    assert kind_of(file) == kind_of(file) == "pdf"
    assert len(calls) == 1
