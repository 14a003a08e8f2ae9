"""How a name sounds, without tones: ``人和司法所`` is ``ren he si fa suo`` and, by initials, ``rhsfs``.

Whoever types letters types them without blanks, so letters are cut into syllables in every way that
Mandarin knows (``xian`` is 县 or 西安), the last one perhaps unfinished.
"""

from __future__ import annotations

import re
from functools import lru_cache

# All syllables but the interjections (m, n, ng, hm); lve and nve are typed lue and nue as well.
_SYLLABLES = frozenset(
    re.findall(
        r"\w+",
        """a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bu ca cai can
cang cao ce cei cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan
chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian
diao die din ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng fiao fo fou
fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha hai han hang hao
he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiong
jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo la
lai lan lang lao le lei len leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv
lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne
nei nen neng ni nia nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve o ou pa pai pan
pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu
qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen
seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo
si song sou su suan sui sun suo ta tai tan tang tao te tei teng ti tian tiao tie ting tong tou tu tuan
tui tun tuo wa wai wan wang wei wen weng wo wong wu xi xia xian xiang xiao xie xin xing xiong xiu xu
xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen
zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun
zhuo zi zong zou zu zuan zui zun zuo""",
    )
)
_TYPED = {"lue": "lve", "nue": "nve"}
_BEGINNINGS = frozenset(s[:length] for s in _SYLLABLES for length in range(1, len(s) + 1))
_LONGEST = max(map(len, _SYLLABLES))
_MOST = 8  # ways of cutting that are followed: more than any name has
_LETTERS = 64  # longer ones are no name


@lru_cache(maxsize=65536)
def spoken(text: str) -> tuple[str, ...]:
    """One word a letter, digit or Chinese character: syllables, the others as they stand, folded."""
    from pypinyin import Style, lazy_pinyin  # its dictionaries take 0.2 s to load

    words: list[str] = []
    for said in lazy_pinyin(text, style=Style.NORMAL, errors=lambda rest: "\0" + rest):
        if said.startswith("\0"):
            words += [char for char in said[1:].casefold() if char.isalnum()]
        else:
            words.append(said)
    return tuple(words)


def initials(text: str) -> str:
    """Pinyin initials: ``人和司法所`` → ``rhsfs``; what has none stays as it is."""
    return "".join(word[0] for word in spoken(text))


def readings(letters: str) -> list[tuple[str, ...]]:
    """The ways to cut ``letters`` into syllables, longest first; [] for what no word sounds like.

    The last one may be a beginning where no way ends in a whole one: ``renhesif`` → ``ren he si f``.
    """
    found: list[tuple[str, ...]] = []
    if len(letters) > _LETTERS:
        return found
    dead: set[int] = set()  # from where no way leads to the end

    def cut(start: int, before: tuple[str, ...]) -> None:
        known = len(found)
        for end in range(min(len(letters), start + _LONGEST), start, -1):
            if len(found) >= _MOST:
                break
            piece = letters[start:end]
            syllable = _TYPED.get(piece, piece)
            if end == len(letters) and (syllable in _BEGINNINGS or piece in _TYPED):
                found.append((*before, syllable))
            elif end < len(letters) and syllable in _SYLLABLES and end not in dead:
                cut(end, (*before, syllable))
        if len(found) == known:
            dead.add(start)

    cut(0, ())
    return [said for said in found if said[-1] in _SYLLABLES] or found
