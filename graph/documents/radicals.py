"""Radicals that stand for characters: PDF writers take ⼈ (a radical) for 人 where one glyph draws both."""

from __future__ import annotations

import unicodedata

_KANGXI = range(0x2F00, 0x2FD6)
# Unicode's own equivalents of the Kangxi radicals are traditional; these are the forms of reports.
_MODERN = dict(zip("⼾⾭⻩⻤", "户青黄鬼", strict=True))
_SIMPLIFIED = dict(
    zip(
        "⺟⺠⺩⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻥⻦⻧⻨⻪⻬⻮⻰⻳",
        "母民王虎西见角贝车长门青韦页风飞食马骨鱼鸟卤麦黾齐齿龙龟",
        strict=True,
    )
)

# For :meth:`str.translate`; a character for a character, so that offsets stay.
IDEOGRAPHS = {code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI} | {
    ord(radical): character for radical, character in (_MODERN | _SIMPLIFIED).items()
}
