"""WSGI's file_wrapper."""


class FileWrapper:
    """WSGI's file_wrapper: an open file as an answer."""

    def __init__(self, file, block_size=64 * 1024):
        self.file, self.block_size = file, block_size

    def __iter__(self):
        return iter(lambda: self.file.read(self.block_size), b"")

    def close(self):
        """Close the file."""
        if hasattr(self.file, "close"):
            self.file.close()
