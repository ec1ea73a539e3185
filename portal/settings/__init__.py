"""Django settings of the portal, one module a subject. What differs between installations comes through `portal.env`."""

from portal.settings.applications import *
from portal.settings.contradictions import *
from portal.settings.data import *
from portal.settings.files import *
from portal.settings.installation import *
from portal.settings.languages import *
from portal.settings.letters import *
from portal.settings.limits import *
from portal.settings.measuring import *
from portal.settings.rights import *
from portal.settings.security import *
from portal.settings.server import *
from portal.settings.signing_in import *
