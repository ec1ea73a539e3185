from .link_check import LinkCheck
from .redirect import Redirect

__all__ = ["LinkCheck", "Redirect"]
