"""Lists whose rows are dragged into their order."""


class DraggedMixin:
    """For the admin of a model with a field `order` that its list shows: rows are dragged, or the number is typed."""

    list_editable = ("order",)
    ordering_field = "order"

    class Media:
        js = ("js/admin/dragging.js",)
