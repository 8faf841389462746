"""Chinese names as a real roll has them, the same ones each time."""

SURNAMES = (
    "王李张刘陈杨赵黄周吴" * 4 + "徐孙胡朱高林何郭马罗" * 2
    + "梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江"
    "史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文")
COMPOUND = ("欧阳", "司马", "上官", "诸葛")
FIRST = "子梓雨思佳嘉欣一宇浩俊文志晓晨天明雅若诗书可心亦博泽奕承景知清云逸乐安沐星语梦静怡慧婉凌昊睿哲"
SECOND = "涵轩萱怡宇豪琪瑶杰博文然辰霖妍彤媛娜婷雪莹洁敏丽华强磊洋勇艳军伟芳静超林鹏飞宁航宸皓铭源凡阳希诺彦彬楠岚蓉菲薇"
SINGLE = "磊洋勇艳杰娟涛明超霞平刚琳倩颖婧昕晗悦航宁岩帆璐"


class Names:
    """A new name at every call; two people may share one only by chance, as in life."""

    def __init__(self, rng):
        self.rng = rng

    def __call__(self):
        surname = self.rng.choice(COMPOUND) if self.rng.random() < 0.006 else self.rng.choice(SURNAMES)
        if self.rng.random() < 0.14:
            return surname + self.rng.choice(SINGLE)
        first = self.rng.choice(FIRST)
        return surname + first + self.rng.choice([letter for letter in SECOND if letter != first])
