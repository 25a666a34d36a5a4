"""Help for Korean search: the index has no stemmer for it.

The same expression splits pages and queries into words. Two rules are added to white space:
a particle is split off (합성곱은 and 합성곱을 both hold 합성곱), and a term of the glossary that
people also write as one word is split where its space would be (최대풀링 is 최대 풀링).
"""

import re
from pathlib import Path

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

GLOSSARY = Path(__file__).parents[1] / "glossary.yml"
PARTICLES = (
    "은 는 이 가 을 를 의 에 와 과 로 도 만 인 으로 에서 에는 에도 까지 부터 처럼 보다 마다 입니다"
)


@event_priority(100)  # before the search plugin reads its configuration
def on_config(config: MkDocsConfig) -> None:
    """Give the Korean search its rules."""
    if config.theme["language"] == "ko":
        search = config.plugins["material/search"].config
        search["separator"] = "|".join([search["separator"], *_rules()])


def _rules() -> list[str]:
    particles = "|".join(PARTICLES.split())
    # Two syllables before it, so that 높이 or 차이 stays whole.
    split_particle = f"(?<=[가-힣]{{2}})(?=(?:{particles})(?![가-힣]))"
    terms = [entry["ko"] for entry in yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))]
    pairs = [term.split(" ")[:2] for term in terms if re.fullmatch("[가-힣]+ [가-힣]+", term)]
    return [split_particle, *(f"(?<={first})(?={second})" for first, second in pairs)]
