"""The five permissions and the names of the parts people play. The list is closed: plugins choose, they never add."""

VIEW = "view"
"""See the place and what is published in it."""
PARTICIPATE = "participate"
"""Answer, check in, take part as a student."""
TEACH = "teach"
"""Prepare, publish, close, correct; see what students may not see yet."""
MANAGE = "manage"
"""Change how the place is set up: people, plugins, brand, courses."""
OPERATE = "operate"
"""Run the installation: schools, hosts, storage, plugin health."""

PERMISSIONS = (VIEW, PARTICIPATE, TEACH, MANAGE, OPERATE)

STUDENT = "student"
TEACHER = "teacher"
ASSISTANT = "assistant"
LEAD = "lead"
MANAGER = "manager"
OPERATOR = "operator"
ROLES = (STUDENT, TEACHER, ASSISTANT, LEAD, MANAGER, OPERATOR)
