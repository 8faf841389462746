"""Questions for surveys, and the form fields that students send for them."""

SINGLE = {"id": "q1", "type": "single", "text": "节奏怎么样？",
          "options": [{"id": "a", "text": "太快"}, {"id": "b", "text": "合适"}, {"id": "c", "text": "太慢"}]}
WORDS = {"id": "q2", "type": "text", "text": "想说什么？"}
RATING = {"id": "q3", "type": "rating", "text": "打几分？", "steps": 5, "low": "很差", "high": "很好"}
RANKING = {"id": "q4", "type": "ranking", "text": "更想要哪个？",
           "options": [{"id": "a", "text": "例题"}, {"id": "b", "text": "实验"}, {"id": "c", "text": "讨论"}]}
MULTIPLE = {"id": "q5", "type": "multiple", "text": "哪些有用？", "options": [{"id": "a", "text": "课件"}, {"id": "b", "text": "作业"}]}
TRUTH = {"id": "q6", "type": "truth", "text": "听懂了。"}
FILL = {"id": "q7", "type": "fill", "text": "我最喜欢的一章是____。", "blanks": 1}
ALL = [SINGLE, WORDS, RATING, RANKING, MULTIPLE, TRUTH, FILL]


def filled(q1="a", q2="讲得很清楚，例题再多一点", q3="4", q4="bac", q5=("a", "b"), q6="true", q7="光学"):
    """The form fields of one sheet over all questions."""
    places = {f"q4.{word}": str(place) for place, word in enumerate(q4, start=1)}
    return {"q1": q1, "q2": q2, "q3": q3, **places, "q5": list(q5), "q6": q6, "q7.0": q7}
