"""A name is found however it is spelled, and other words are left alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from debrief.core.alias import mask_of
from debrief.core.sentence import Quotation, Sentence
from debrief.core.spelling import may_be_in
from debrief.core.text import searchable

KIM = "Kim Okafor"
HYPHEN = "Kim Adebayo-Smith"
ACCENTS = "José Núñez"
IRISH = "Seán O’Neill"
SHORT = "Li Wu"
WORDS = "Will May"


@pytest.mark.parametrize(
    ("name", "text", "seen"),
    [
        (KIM, "Kim Okafor left", "K-17 left"),
        (KIM, "kim okafor left", "K-17 left"),
        (KIM, "okafor left; OKAFOR; Okafor", "K-17 left; K-17; K-17"),
        (KIM, "Okafor’s job, Okafor's, Okafors", "K-17’s job, K-17's, K-17s"),
        (KIM, "K. Okafor; K Okafor; K.Okafor; k. okafor", "K-17; K-17; K-17; K-17"),
        (KIM, "Okafor, Kim; Okafor, K. left", "K-17; K-17 left"),
        (KIM, "KimOkafor and Kim-Okafor", "K-17 and K-17"),
        (KIM, "kim.okafor@example.org, okafor_2", "K-17@example.org, K-17_2"),
        (KIM, "Saw Kim\nOkafor today", "Saw K-17\ntoday"),
        (KIM, "Saw Kim\nOkafor.\nThen", "Saw K-17.\nThen"),
        (KIM, "Kim\n\nOkafor", "K-17\n\nK-17"),
        (KIM, "Kim\u00a0 Okafor", "K-17"),
        (KIM, "Mr Okafor, Mrs. Okafor", "Mr K-17, Mrs. K-17"),
        (KIM, "(Okafor) “Okafor” –Okafor–", "(K-17) “K-17” –K-17–"),
        (KIM, "Kimさん、Okafor様", "K-17さん、K-17様"),
        (KIM, "\u041ekafor; \u041ek\u0430f\u043er\u2019s", "K-17; K-17\u2019s"),  # Cyrillic
        (KIM, "\u041aim; \u039aim; k\u0456m \u03bfkafor", "K-17; K-17; K-17"),
        (KIM, "\u041a. Okafor; O\u034fkafor; Oka\ufe0ffor", "K-17; K-17; K-17"),
        (KIM, "Oka⟨U+200B⟩for; K⟨U+034F⟩im ⟨U+202E⟩Okafor", "K-17; K-17"),
        ("Paco Ruiz", "красота", None),
        ("Пётр Рогов", "P\u043eгов; Por\u043eв; Pogo", "K-17; K-17; Pogo"),
        ("Роса", "Poca; poca", "K-17; K-17"),
        (SHORT, "L\u0456 left", "K-17 left"),
        (KIM, "Okaforian, unkim, kimono, Kimberley", None),
        (KIM, "café – “Größe”, Ko, Oka, K.", None),
        (HYPHEN, "Adebayo left; smith said", "K-17 left; K-17 said"),
        (HYPHEN, "adebayo-smith; Adebayo Smith; AdebayoSmith", "K-17; K-17; K-17"),
        (HYPHEN, "K. Adebayo\u2011Smith", "K-17"),
        (HYPHEN, "smithy", None),
        (ACCENTS, "Jose Nunez; jose; NUÑEZ; Jose\u0301", "K-17; K-17; K-17; K-17"),
        ("Jose Nunez", "José Núñez", "K-17"),
        (unicodedata.normalize("NFD", ACCENTS), ACCENTS, "K-17"),
        (IRISH, "O'Neill; ONEILL; o neill; Neill; Sean", "K-17; K-17; K-17; K-17; K-17"),
        ("Seán O'Neill", "O’Neill", "K-17"),
        ("Chiara D'Angelo", "Angelo; dangelo; d angelo", "K-17; K-17; K-17"),
        ("Jürgen Müller", "Mueller; muller; müller; Juergen", "K-17; K-17; K-17; K-17"),
        ("Anna Mueller", "Müller; MÜLLER", "K-17; K-17"),
        ("Søren Łoś", "Soren; Soeren; Los; łoś", "K-17; K-17; K-17; K-17"),
        ("Bjørn Strauß", "Strauss; bjoern; STRAUSS", "K-17; K-17; K-17"),
        (SHORT, "Mr Wu; L. Wu; Wu Li; LI; li wu", "Mr K-17; K-17; K-17; K-17; K-17"),
        (SHORT, "Wuthering, Liaison, li, wu", None),
        (WORDS, "Will may stay; May will; WILL", "K-17 stay; K-17 will; K-17"),
        (WORDS, "They will say that it may be: willing, mayor", None),
        ("Grace Rich", "grace, a rich past; Rich said", "grace, a rich past; K-17 said"),
        ("Đỗ Anh", "Do you? Đỗ asked; anh; Anh", "Do you? K-17 asked; anh; K-17"),
        ("Zoë Bo", "zoe; Zoe; Bo; bo", "K-17; K-17; K-17; bo"),
        ("Dr. Ana María de la Cruz", "Dr. Day: ana maria cruz, Cruz", "Dr. Day: K-17"),
        ("Ana de la Cruz", "de la, La", None),
        ("Jan van Dijk", "Van Dijk; van dijk; dijk; a van", "Van K-17; van K-17; K-17; a van"),
        ("X", "X left, x left", "K-17 left, x left"),
        ("Cher", "cher, Cherry", "K-17, Cherry"),
        ("Dr.", "Dr. left", "K-17 left"),
        ("王伟", "今天王伟来了", "今天K-17来了"),
        ("王 伟", "今天王伟来了，王 伟", "今天K-17来了，K-17"),
        ("山田 太郎", "山田さんと太郎、山田太郎", "K-17さんとK-17、K-17"),
        ("김민준", "김민준은 갔다", "K-17은 갔다"),
        ("김민준", unicodedata.normalize("NFD", "김민준은"), "K-17은"),
        ("Иван Петров", "петров; ИВАН; И. Петров", "K-17; K-17; K-17"),
        ("Γιώργος Παππάς", "παππας; ΠΑΠΠΑΣ", "K-17; K-17"),
        ("محمد كريم", "مُحَمَّد وكريم", "K-17 وK-17"),
        ("רז כהן", "רז; כהן; ברזל", "K-17; K-17; ברזל"),
        ("राम शर्मा", "शर्मा", "K-17"),
        ("Nguyễn Thảo", "Nguyễn; NGUYỄN; nguyen; Thảo; thao", "K-17; K-17; K-17; K-17; K-17"),
        ("Đặng Ngọc Trần", "Đặng; NGỌC; trần; Dang", "K-17; K-17; K-17; K-17"),
        ("Nguyễn Văn An", "Nguyễn Văn An; An; an; Văn", "K-17; K-17; an; K-17"),
        ("Lê Phượng", unicodedata.normalize("NFD", "Phượng, L. Phượng"), "K-17"),
        ("Èlen Ẁyn", "Ẁyn; È. Ẁyn; xẁyn", "K-17; K-17; xẁyn"),
        ("Ḥasan Groẞ", "ḤASAN; hasan; Gross; groß", "K-17; K-17; K-17; K-17"),
        ("ΠΑΠΠΑΣ", "Παππάς", "K-17"),
        (KIM, "Ｋｉｍ　Ｏｋａｆｏｒ; ｏｋａｆｏｒ², ½", "K-17; K-17², ½"),
        (KIM, "𝐎𝐤𝐚𝐟𝐨𝐫 𝒪𝓀𝒶𝒻ℴ𝓇", "K-17"),
        ("Sofie Steffi", "Soﬁe; Steﬀi; ﬁne", "K-17; K-17; ﬁne"),
        ("Soﬁe Day", "Sofie; Soﬁe; ﬁne™", "K-17; K-17; ﬁne™"),
        ("محمد كريم", "ﻛﺮﻳﻢ; محـمد", "K-17; K-17"),
        (KIM, "Oka\u00adfor; K\u2060im; \u200bOka\u200dfor\u200d", "K-17; K-17; \u200bK-17\u200d"),
        ("Oka\u00adfor", "Okafor", "K-17"),
        (KIM, "that Oka-\nfor left, Oka\u2011\nfor; OKA\u00ad\nFOR", "that K-17\nleft, K-17; K-17"),
        (KIM, "Oka\n  for left", "K-17\nleft"),
        (KIM, "Oka\n\nfor, Oka for", None),
        (HYPHEN, "Adebayo-\nSmith", "K-17"),
        (KIM, "kim_okafor; Kim.Okafor@x.com", "K-17; K-17@x.com"),
        (KIM, "MsOkafor; MsKim; MsKimOkafor; OkaforTeam", "MsK-17; MsK-17; MsK-17; K-17Team"),
        (KIM, "McOkafor, caféokafor, reokafor", None),
        ("Angela Ruiz", "RuizAngela", "K-17"),
        ("李小明", "小明さん，李 小明; 李\n小明。李明, 小红", "K-17さん，K-17; K-17。李明, 小红"),
        ("李 小明", "小明, 李", "K-17, 李"),
        ("欧阳小明", "小明来了", "K-17来了"),
        ("김민수", "민수는, 김 민수, 민순", "K-17는, K-17, 민순"),
        ("남궁민수", "민수", "K-17"),
        ("マイケル", "マイケルとケル", "K-17とケル"),
    ],
)  # fmt: skip
def test_each_spelling_gives_way(name: str, text: str, seen: str | None) -> None:
    assert mask_of(name, "K-17", ())(text) == (text if seen is None else seen)


LETTERS = [
    char
    for char in map(chr, range(0x80, 0x30000))
    if char.isalpha()
    and not "가" <= char <= "힣"
    and (parted := unicodedata.normalize("NFD", char)) != char
    and parted[0].isalpha()
]


@pytest.mark.parametrize("part", range(8))
def test_each_letter_with_a_mark_gives_way(part: int) -> None:
    for first in range(8 * part, len(LETTERS), 64):
        name = "".join(LETTERS[first : first + 8])
        mask = mask_of(f"Kim {name}", "K-17", ())

        for spell in (name, name.upper(), name.lower()):
            parted = unicodedata.normalize("NFD", spell)
            bare = re.sub("[\u0300-\u036f]", "", parted)
            for text in (spell, unicodedata.normalize("NFC", spell), parted, bare):
                assert mask(f"Saw {text}.") == "Saw K-17.", text


@pytest.mark.parametrize("name", [KIM, HYPHEN, "Okafor"])
def test_a_part_that_a_panelist_shares_stays_theirs(name: str) -> None:
    mask = mask_of(name, "K-17", ("Kïm Day", "Lin O’Smith"))

    assert mask("Kim Day, kim and Smith") == "Kim Day, kim and Smith"
    assert mask(f"{name.upper()} left") == "K-17 left"


def test_a_word_of_the_texts_counts_only_as_the_name_spells_it() -> None:
    mask = mask_of("Lara Skill", "K-17", (), words=frozenset({"skill", "lara", "LARA"}))

    assert mask("skill; Skill; SKILL; Skills") == "skill; K-17; K-17; Skills"
    assert mask("Lara of LARA, lara skill") == "K-17 of LARA, K-17"


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ("that Kim Okaf…”", "that K-17…”"),
        ("that Kim O…”", "that K-17…”"),
        ("that okafo…”", "that K-17…”"),
        ("that Ki…”", "that K-17…”"),
        ("that K…”", "that K…”"),
        ("that broki…”", "that broki…”"),
        ("Oka…, then", "Oka…, then"),
    ],
)
def test_a_name_that_an_older_journal_cut_gives_way(told: str, seen: str) -> None:
    assert mask_of(KIM, "K-17", ())(told) == seen


NAMES = [
    KIM, HYPHEN, ACCENTS, IRISH, SHORT, "Grace Rich", "Jürgen Müller", "Søren Łoś", "Cher",
    "王伟", "山田 太郎", "김민준", "Иван Петров", "Γιώργος Παππάς", "محمد كريم", "รัตนา ใจดี",
]  # fmt: skip
around = st.text(st.sampled_from("ab ,.\n“”…7é"), max_size=80)
spelled = st.sampled_from([str, str.upper, lambda text: unicodedata.normalize("NFD", text)])


@given(name=st.sampled_from(NAMES), spell=spelled, before=around, after=around)
@example(name=KIM, spell=str, before="x" * 54, after="")
def test_no_part_of_a_name_is_in_a_sentence_wherever_it_is_cut(
    name: str, spell: Callable[[str], str], before: str, after: str
) -> None:
    text = f"{before} {spell(name)} {after}"
    sentence = Sentence.of("Minute: ", Quotation(text))
    mask = mask_of(name, "†", ())

    own = searchable(f"{before} {after}")
    parts = re.split(r"[\W_]+", searchable(name))
    beginnings = [part[:n] for part in parts for n in range(2, len(part) + 1)]
    for told in (sentence.short(mask), sentence.full(mask), mask(text)):
        seen = re.split(r"[\W_]+", searchable(told.removeprefix("Minute: ")))
        assert not set(beginnings) & set(seen) - set(re.split(r"[\W_]+", own)), told


def test_a_part_of_a_single_word_stays_too() -> None:
    assert mask_of("Adebayo-Smith", "K-17", ("Lin Smith",))("Smith, Adebayo") == "Smith, K-17"


@pytest.mark.parametrize(
    "name",
    [
        "Ae Ue",
        "a " * 500,
        "aa " * 300,
        "-",
        "(",
        "…",
        "e\u0301",
        "\u0301",
        "a-" * 40,
        "Kim ]a ^b",
        "李" * 60,
    ],
)
def test_a_strange_name_breaks_nothing_and_does_not_take_long(name: str) -> None:
    mask = mask_of(name, "†", ())

    assert name.strip() not in mask(f"Saw {name.strip()} there").split()
    assert mask("a " * 200 + "…”")
    assert mask("a-\n" * 200 + "李 \n" * 200)


@given(before=around, after=around)
def test_what_names_nobody_is_the_same(before: str, after: str) -> None:
    assert mask_of(KIM, "K-17", ())(before + after) == before + after


def test_a_given_name_that_a_panelist_shares_stays_theirs() -> None:
    assert mask_of("李小明", "K-17", ("王小明",))("小明, 李小明") == "小明, K-17"


@pytest.mark.parametrize("name", [*NAMES, "X", "Åse"])
def test_a_quick_look_misses_no_name(name: str) -> None:
    assert may_be_in(f"About {name.upper()}", name)
    assert not may_be_in("–", name)


def test_a_quick_look_knows_letters_spelled_as_two() -> None:
    assert may_be_in("Mueller", "Jürgen Müller")
    assert may_be_in("Aase", "Åse")
    assert may_be_in("小明さん", "李小明")
    assert may_be_in("Nguyen", "Nguyễn Thảo")
    assert may_be_in("Ｏｋａ\u00adｆｏｒ", KIM)
    assert not may_be_in("VP Engineering", KIM)


def test_a_quick_look_sees_look_alikes() -> None:
    assert may_be_in("\u041ekafor", KIM)
    assert may_be_in("\u041aim", KIM)
    assert may_be_in("Poca", "Роса")
    assert not may_be_in("Директор", KIM)
