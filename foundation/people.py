"""The staff: how a person is called."""


def name_of(person):
    """Return the full name of a member of the staff, or the user name of whoever has not entered one."""
    return person.get_full_name() or person.get_username()
