"""What there is in the demo: the schools, who teaches what, and what a class did. Data only."""

from typing import NamedTuple


class CoursePlan(NamedTuple):
    """A course with its classroom."""

    slug: str
    title: str
    lead: str
    """The teacher's e-mail word."""
    room: str
    where: str
    times: str
    weekday: int
    hour: tuple
    summary: str
    quiz: tuple = ()
    topic: str = ""


class SchoolPlan(NamedTuple):
    slug: str
    title: str
    short: str
    unit: str
    color: str
    slogan: str
    logo: str
    teachers: tuple
    """(e-mail word, name), the first is the one to log in with."""
    manager: tuple
    cohorts: tuple
    majors: str
    courses: tuple


def choice(text, options, right):
    return {"text": text, "options": options, "right": right}


WAVES = ('<svg class="badge" viewBox="0 0 44 44" aria-hidden="true"><circle cx="22" cy="22" r="20" fill="#0b6e69"/>'
         '<path d="M7 21c5-5 10-5 15 0s10 5 15 0M9 29c4.5-4 9-4 13 0s8.5 4 13 0" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/>'
         '<path d="M22 8v8" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>')
HILL = ('<svg class="badge" viewBox="0 0 44 44" aria-hidden="true"><rect x="3" y="3" width="38" height="38" rx="9" fill="#8f1d2c"/>'
        '<path d="M8 32 18 15l6 9 4-6 8 14z" fill="#fff"/><circle cx="31" cy="12" r="3" fill="#f2c14e"/></svg>')

JIANGHAI = SchoolPlan(
    "jianghai", "江海大学", "江海", "10301", "#0b6e69", "通江达海，明德笃行", WAVES,
    (("linyuan", "林远"), ("shenmo", "沈墨"), ("guqing", "顾清")), ("manager", "周敏"),
    ("临床 2601 班", "临床 2602 班"), "临床医学",
    (
        CoursePlan("physics", "大学物理", "linyuan", "大学物理 1 班", "教三 204", "周一 3–4 节", 0, (10, 0),
                   "力学、热学、电磁学与近代物理，面向医学类专业。", (
                       choice("匀速圆周运动的加速度方向是？", ("沿切线", "指向圆心", "背离圆心", "为零"), 1),
                       choice("下列哪个是矢量？", ("功", "能量", "动量", "温度"), 2),
                       choice("理想气体等温膨胀时，内能如何变化？", ("增大", "减小", "不变", "无法确定"), 2)),
                   "电梯里的体重计为什么会变？请结合受力分析说一说。"),
        CoursePlan("anatomy", "系统解剖学", "shenmo", "解剖 A 班", "实验楼 301", "周三 1–2 节", 2, (8, 0),
                   "人体各系统的形态结构，配合实验课学习。", (
                       choice("心脏有几个腔？", ("2", "3", "4", "5"), 2),
                       choice("成人骨的总数是？", ("196", "206", "216", "226"), 1)),
                   "哪些体表标志可以帮助你找到心尖搏动点？"),
        CoursePlan("programming", "程序设计基础", "guqing", "Python 2 班", "机房 105", "周四 5–6 节", 3, (14, 0),
                   "用 Python 学会把问题交给计算机。", (
                       choice("Python 中列表的下标从几开始？", ("0", "1", "-1", "任意"), 0),
                       choice("下列哪个不能作为字典的键？", ("字符串", "整数", "元组", "列表"), 3)),
                   "用一句话说明：递归和循环有什么不同？"),
    ))
DONGLING = SchoolPlan(
    "dongling", "东陵师范学院", "东陵师院", "10302", "#8f1d2c", "学高为师，身正为范", HILL,
    (("hejing", "何静"), ("yuwen", "于文")), ("manager", "秦岚"),
    ("小教 2601 班", "小教 2602 班"), "小学教育",
    (
        CoursePlan("edupsy", "教育心理学", "hejing", "教心 1 班", "博文楼 110", "周二 3–4 节", 1, (10, 0),
                   "学习、动机与发展的心理学基础。", (
                       choice("“最近发展区”是谁提出的？", ("皮亚杰", "维果茨基", "斯金纳", "布鲁纳"), 1),
                       choice("表扬属于哪一种强化？", ("正强化", "负强化", "惩罚", "消退"), 0)),
                   "你遇到过的最有效的一次表扬是什么样的？"),
        CoursePlan("chinese", "古代汉语", "yuwen", "古汉 1 班", "博文楼 206", "周五 1–2 节", 4, (8, 0),
                   "读懂古书，从文字、词汇与语法入手。", (
                       choice("“走”在古汉语中多指？", ("步行", "奔跑", "离开", "到达"), 1),),
                   "举一个今天还在用的古义词。"),
    ))
SCHOOLS = (JIANGHAI, DONGLING)
ALLIANCE = {"title": "江南高校课程联盟", "short": "江南联盟", "color": "#2746b8", "slogan": "好课程，一起上"}
REPLIES = ("我觉得关键在于先把条件写清楚。", "补充一点：实验课上我们看到过类似的现象。", "同意上面的说法，不过要注意单位。", "还不太明白，能再讲一个例子吗？",
           "可以画个示意图，一下就清楚了。", "课本第三章有一道很像的例题。", "我查了资料，结论是一样的。", "生活里的例子：坐公交车急刹车的时候。")
FEEDBACK = ("例题讲得很清楚，希望再多一点。", "节奏有点快，公式推导跟不上。", "课堂讨论很有意思，小组合作效果好。", "作业有点多，期中前能少一些吗？", "演示实验印象很深，容易理解。",
            "希望课件提前发，方便预习。", "老师讲课生动，例子贴近生活。", "练习题讲评很有帮助，想多一些练习。", "后排看不清板书，字可以写大一点。", "希望多做演示实验，少讲推导。",
            "讨论的时间再长一点就好了。", "例题和作业的难度差得有点大。")
ANSWERS = ("说得好，我也是这么想的。", "那如果匀速的时候呢？", "可以举个例子吗？", "课本上的说法不太一样，我再看看。", "补充：前提条件要一样。")
