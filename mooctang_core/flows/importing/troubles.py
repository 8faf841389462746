"""Why a file was not read at all: always a sentence that says where."""

from ...sheets import letter
from ...words import translator

_ = translator("mooctang_core")

TROUBLES = {
    "heavy": _("第 ${row} 行、${column} 列起没有读：文件超过 ${mb} MB。请删掉图片和多余的工作表，或分成几个文件。"),
    "old": _("第 ${row} 行、${column} 列起读不出来：这是旧的 xls 格式。请另存为 xlsx 或 csv，再上传。"),
    "locked": _("第 ${row} 行、${column} 列起读不出来：文件加了密码。请去掉密码，再上传。"),
    "unreadable": _("第 ${row} 行、${column} 列起读不出来：这不是完整的 xlsx 或 csv 文件。请用表格软件打开，另存为 xlsx，再上传。"),
    "bomb": _("第 ${row} 行、${column} 列起没有读：文件展开以后有 ${mb} MB，不像一份名单。请只保留名单，另存后再上传。"),
    "entities": _("第 ${row} 行、${column} 列起没有读：文件里有不该有的声明。请用表格软件打开，另存为 xlsx，再上传。"),
    "long": _("第 ${row} 行、${column} 列超出了范围：一个文件最多 ${most} 行。请删掉下面的内容，或分成几个文件。"),
    "wide": _("第 ${row} 行、${column} 列超出了范围：最多 ${most} 列。请删掉右边的内容，再上传。"),
    "letters": _("第 ${row} 行、${column} 列有认不出的文字。请用 UTF-8 或 GB18030 编码另存，再上传。"),
    "empty": _("第 ${row} 行、${column} 列起什么也没有：这是一个空表。请检查名单是不是在第一个工作表里。"),
    "slow": _("第 ${row} 行、${column} 列起没有读完：文件太复杂，读了太久。请复制到一个新的表格里，只保留名单，再上传。"),
    "large": _("第 ${row} 行、${column} 列起没有读完：文件太大，放不进内存。请复制到一个新的表格里，只保留名单，再上传。"),
    "no_head": _("第 ${row} 行、${column} 列起没有找到表头。第一行要有“${heads}”，请下载模板对照。"),
    "lost": _("第 ${row} 行、${column} 列起读不出来：服务器的密钥换过了。请重新上传文件。"),
}


def told(trouble):
    """The sentence for a trouble, to be translated; a column is called as in a table."""
    facts = {**trouble, "column": letter(trouble.get("column", 1)), "row": trouble.get("row", 1)}
    return TROUBLES[trouble["word"]] % facts
