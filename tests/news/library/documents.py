"""PDF documents made for tests."""

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf


def pdf(change=None, packed=False, **options):
    """Return a document of one page as bytes, changed by a function that gets it; `packed` puts its objects into streams."""
    with Pdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        if change:
            change(document)
        buffer = BytesIO()
        mode = ObjectStreamMode.generate if packed else ObjectStreamMode.disable
        document.save(
            buffer, object_stream_mode=mode, deterministic_id="encryption" not in options, **options
        )
    return buffer.getvalue()


def on_page(annotation):
    """Return a change that puts an annotation on the page."""

    source = annotation.unparse()  # an object belongs to the document that it was first put into

    def change(document):
        document.pages[0].Annots = Array([document.make_indirect(pikepdf.Object.parse(source))])

    return change


def opening(action):
    """Return a change that has the document do something when it is opened."""

    source = action.unparse()

    def change(document):
        document.Root.OpenAction = pikepdf.Object.parse(source)

    return change


def script():
    """Return the action of a script."""
    return Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
