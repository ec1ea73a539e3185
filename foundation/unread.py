"""Reading for parts of a page: a view names what is needed, and the part that shows it opens it when it is made."""


class Unread:
    """A value that is made when it is opened, once.

    A part of a page that is kept is not made, so nothing is read for it. `tokens` is what parts have read through this
    value so far, for those that come later and find it open. `is_open` says that the view has opened it itself: then nobody
    can say what was read, and no part that shows it is kept.
    """

    def __init__(self, make):
        self._make = make
        self._value = None
        self.tokens = set()
        self.is_open = False

    def open(self):
        """Return the value, in a view."""
        self.is_open = True
        return self.shown()

    def shown(self):
        """Return the value, in a part of a page that notes what is read."""
        if self._make is not None:
            self._value, self._make = self._make(), None
        return self._value
