"""Questions: their types, how they are checked, answered and marked, and how they are read from text and files.

Everything here is plain data and pure functions; what draws them stands in `mooctang_core.web.questions`.
"""
