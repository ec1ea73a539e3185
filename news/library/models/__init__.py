from .attachment import Attachment
from .picture import Picture

__all__ = ["Attachment", "Picture"]
