"""What the search gets of the book."""

from making.mkdocs_only.search import pages, spellings
from making.place import Place
from making.terms import Term

TERM = Term(
    {"ko": "수용 영역", "en": "receptive field"},
    {"ko": "출력 하나가 보는 입력", "en": "what an output sees"},
    {"ko": ["수용장"], "en": ["field of view"]},
)
ENTRIES = [
    {"location": "size/", "title": "Size", "text": "<p>a &lt; b</p>\n<pre>1\n 2</pre>"},
    {
        "location": "size/#stride",
        "title": "<code>stride</code>",
        "text": "28\u2060×\u206028\u00a0px",
    },
    {"location": "glossary/", "title": "Glossary", "text": "<p>all of it</p>"},
    {"location": "glossary/#letter", "title": "R", "text": ""},
    {"location": "progress/", "title": "Progress", "text": "of yours"},
    {"location": "progress/#size", "title": "Size", "text": ""},
]


def test_pages_are_plain_text_with_terms_as_sections_of_the_glossary() -> None:
    size, glossary, progress = pages(
        ENTRIES, {"size.md": Place("Part one: by hand", 3, 11)}, [TERM], "en"
    )
    assert size == {
        "url": "size/",
        "part": "Part one",
        "weight": 1,
        "sections": [["", "Size", "a < b 1 2"], ["stride", "stride", "28×28 px"]],
    }
    term = ["receptive-field", "receptive field, field of view", "what an output sees"]
    assert glossary["sections"] == [["", "Glossary", ""], term]
    assert progress["sections"] == [["", "Progress", "of yours"]]
    assert glossary["weight"] == progress["weight"] < 1


def test_korean_readers_write_terms_in_english_too() -> None:
    introduced = {"receptive-field": ("convolution/size.md", "Size")}
    (korean,) = spellings([TERM], introduced, "ko")
    (english,) = spellings([TERM], {}, "en")
    assert korean["words"] == ["수용 영역", "수용장", "receptive field", "field of view"]
    assert korean["page"] == "convolution/size/"
    assert english == {"words": ["receptive field", "field of view"], "page": None}
