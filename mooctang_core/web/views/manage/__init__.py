"""The back of a school: where those who run it look after people, classes and imports."""

ROUTES = (
    ("manage_home", ""),
    ("manage_certifications", "/certifications"),
    ("manage_codes", "/codes"),
    ("manage_verifications", "/verifications"),
    ("manage_proof", "/verifications/proof"),
    ("manage_courses", "/courses"),
    ("manage_course", "/courses/{course}"),
    ("manage_licence", "/licences/{course}"),
    ("manage_recommendations", "/recommendations"),
)
"""(name, what follows /manage): a line for each address of the pages in this package."""


def includeme(config):
    for name, path in ROUTES:
        config.add_route(name, f"/manage{path}")
