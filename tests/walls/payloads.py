"""What people write where a name is wanted. `xss7` is the element, the attribute and the word by which it would be found."""

PAYLOADS = (
    "<xss7>", "</title><xss7>", "</textarea><xss7>", "</script><xss7>", "--><xss7>", "]]><xss7>", '"><xss7>', "'><xss7>", '" onxss7="1', "' onxss7='1",
    "` onxss7=1 ", "<img src=x onerror=xss7()>", "<svg onload=xss7()>", '<a href="javascript:xss7()">x</a>', "<iframe srcdoc='<xss7>'>", "<xss7/onxss7=1",
    "&lt;xss7&gt;", "&#60;xss7&#62;", "\\u003cxss7\\u003e", "${'xs'+'s8'}", "{{'xs'+'s8'}}", "<math><mtext></form><form><mglyph><xss7>", "<\u0000xss7>",
    "javascript:xss7()", "%3Cxss7%3E",
)
ALL = " ".join(PAYLOADS)
