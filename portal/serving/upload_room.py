"""A file that finds no room on the disk does not take the rest of its form with it."""

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler


class RoomUploadHandler(TemporaryFileUploadHandler):
    """Writes large files aside as Django does; when there is no room it skips the file and notes that (`upload_failed`)."""

    def new_file(self, *args, **kwargs):
        """Begin a file."""
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._skip(error)

    def receive_data_chunk(self, raw_data, start):
        """Write a part of a file."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._skip(error)

    def file_complete(self, file_size):
        """Return the file; what is still to be written may find no room either."""
        try:
            return super().file_complete(file_size)
        except OSError as error:
            self._fail(error)
            return None

    def _skip(self, error):
        self._fail(error)
        raise SkipFile

    def _fail(self, error):
        self.request.upload_failed = error  # type: ignore[union-attr]  # it is there while a file comes in
        self.request.__dict__.setdefault("lost_files", []).append(self.file_name)


class UploadRoomMiddleware:
    """Lets a request fail whose file found no room, once its fields have been read. Stands after the form's guard."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Raise what kept a file from being written."""
        if failed := getattr(request, "upload_failed", None):
            raise failed
