"""Walking a path: what a view is handed is the living activity, not what is stored."""

from pyramid.traversal import ResourceTreeTraverser

from ..model.activities import ActivityNode
from ..model.schools import School


class LivingTraverser(ResourceTreeTraverser):
    """Pyramid's traverser, with a found node replaced by its plugin's Activity (or MissingActivity)."""

    def __call__(self, request):
        found = super().__call__(request)
        if isinstance(found["context"], ActivityNode) and isinstance(found["root"], School):
            found["context"] = request.registry.host.live(found["context"], found["root"])
        return found


def includeme(config):
    config.add_traverser(LivingTraverser)
