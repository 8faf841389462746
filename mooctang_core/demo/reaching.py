"""How people of the demo are reached: staff has a phone number to log in with a code, and the first students an address for reminders."""

FIRST_NUMBER = 19900000001
"""Numbers that belong to nobody here; without a channel for text messages nothing is sent to them anyway."""
STUDENTS = 3


def reach(alliance, plan, people, place):
    """The same numbers each time: staff in its order, `place` is the school's."""
    staff = [person for person in people if person.role != "student"]
    for at, person in enumerate(staff):
        alliance.bind(alliance.accounts[person.aid], f"phone:{FIRST_NUMBER + 100 * place + at}")
    for at, person in enumerate([person for person in people if person.role == "student"][:STUDENTS]):
        alliance.accounts[person.aid].reminders = f"student{at + 1}@{plan.slug}.example"
