"""What a teacher does beside the ordinary: choose which question the wall shows."""

from mooctang_core.api import TEACH, back, changed, translator, view_config

from .activity import Survey

_ = translator("mooctang_survey")


@view_config(context=Survey, name="wall", permission=TEACH, request_method="POST")
def wall(survey, request):
    """Show this question on the walls of the class."""
    survey.put_on_wall(request.POST.get("question", ""))
    changed(request.school, survey.path, "record")
    return back(survey, request)
