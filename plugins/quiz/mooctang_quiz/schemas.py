"""What a teacher sets for a quiz."""

from mooctang_core.api import colander, questions, translator

_ = translator("mooctang_quiz")
RELEASED, CLOSED, AT_ONCE = "release", "close", "submit"
ONE, ALL = "one", "all"
LONGEST = 600


class Settings(colander.MappingSchema):
    questions = questions.QuestionsField(scored=True)
    minutes = colander.SchemaNode(
        colander.Integer(), title=_("限时（分钟）"), missing=None, validator=colander.Range(1, LONGEST),
        description=_("留空就不限时。到时间由服务器提交，断网的手机也一样；需要更多时间的学生在学生名单里设一次。"))
    feedback = colander.SchemaNode(
        colander.String(), title=_("学生什么时候看到成绩、答案和解析"), missing=RELEASED, default=RELEASED,
        validator=colander.OneOf((RELEASED, CLOSED, AT_ONCE)),
        labels={RELEASED: _("老师公布成绩后"), CLOSED: _("练习结束后"), AT_ONCE: _("自己提交后马上（先做完的人会知道答案）")})
    pages = colander.SchemaNode(
        colander.String(), title=_("手机上"), missing=ONE, default=ONE, validator=colander.OneOf((ONE, ALL)),
        labels={ONE: _("一屏一题"), ALL: _("所有题目在一页上")})
    shuffle_questions = colander.SchemaNode(colander.Boolean(), title=_("每个人的题目顺序不同"), missing=False, default=False)
    shuffle_options = colander.SchemaNode(colander.Boolean(), title=_("每个人的选项顺序不同"), missing=False, default=False)
    two_rounds = colander.SchemaNode(
        colander.Boolean(), title=_("两轮：先答一次，讨论，再答一次"), missing=False, default=False,
        description=_("讨论前后的分布可以并排放在大屏幕上。成绩按第二次计。"))
    leaderboard = colander.SchemaNode(colander.Boolean(), title=_("公布成绩后在大屏幕上显示前五名"), missing=False, default=False)
    speed = colander.SchemaNode(
        colander.Boolean(), title=_("答得快分数高（最少一半）"), missing=False, default=False,
        description=_("只在限时的时候起作用，默认不用：它让想得慢的人吃亏。"))
