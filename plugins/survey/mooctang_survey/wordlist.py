"""Which words a crowd uses: Chinese is cut into words on this machine, and what says nothing is left out."""

import re
import threading
import unicodedata
import warnings
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

PIECES = re.compile(r"[\u3400-\u9fff]+|[a-z][a-z0-9'’+#-]*")
HAN = re.compile(r"[\u3400-\u9fff]")
LONGEST = 24
READ = 2000
_loading = threading.Lock()


def counts(texts, most=60):
    """[(word, in how many answers)], the most frequent first. An answer that repeats a word counts once."""
    found: Counter = Counter()
    for text in texts:
        found.update(words_of(text or ""))
    # One character said by one person alone is more often a splinter than a word.
    kept = [(word, count) for word, count in found.items() if count > 1 or len(word) > 1]
    return sorted(kept, key=lambda item: (-item[1], item[0]))[:most]


@lru_cache(maxsize=8192)
def words_of(text):
    """The words of one answer that say something, each once. A live page asks about the same answers at every drawing."""
    folded = unicodedata.normalize("NFKC", text[:READ]).casefold()
    found: list = []
    for piece in PIECES.findall(folded):
        found += cutter().cut(piece, HMM=False) if HAN.match(piece) else [piece.strip("'’-")]
    return frozenset(word for word in found if word and len(word) <= LONGEST and word not in stop_words())


@cache
def stop_words():
    """Words that stand in every sentence: words/stop.txt, with blanks between them."""
    return frozenset((Path(__file__).parent / "words" / "stop.txt").read_text(encoding="utf-8").split())


def cutter():
    """jieba with its own dictionary, read at the first use: half a second and about 60 MB, once a process."""
    with _loading:
        return _load()


@cache
def _load():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    # Its `initialize` would read a cache from the folder for temporary files, where any user of the machine may write.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer
