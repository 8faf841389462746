"""The back of a school: where those who run it look after people, classes and imports."""

ROUTES = (
    ("manage_home", ""),
    ("manage_certifications", "/certifications"),
    ("manage_codes", "/codes"),
    ("manage_verifications", "/verifications"),
    ("manage_access", "/access"),
    ("manage_proof", "/verifications/proof"),
    ("manage_merges", "/merges"),
    ("manage_courses", "/courses"),
    ("manage_course", "/courses/{course}"),
    ("manage_licence", "/licences/{course}"),
    ("manage_recommendations", "/recommendations"),
    ("manage_students", "/students"), ("manage_teachers", "/teachers"), ("manage_new", "/people/new"), ("manage_person", "/person"),
    ("manage_passwords", "/passwords"), ("manage_managers", "/managers"),
    ("manage_imports", "/import"), ("manage_import_template", "/import/template.xlsx"),
    ("manage_import_result", "/import/{batch}/result.xlsx"), ("manage_import_back", "/import/{batch}/back"), ("manage_import", "/import/{batch}"),
    ("manage_classes", "/classes"), ("manage_class", "/class"), ("manage_enrol", "/classes/enrol"),
    ("manage_changes", "/changes"),
)
"""(name, what follows /manage): a line for each address of the pages in this package."""


def includeme(config):
    for name, path in ROUTES:
        config.add_route(name, f"/manage{path}")
