"""The sections that saved pages belong to."""

import pytest

from tests.factories.news import SectionFactory


@pytest.fixture
def sections(db):
    return (
        SectionFactory(
            slug="city",
            name_en="China Textile City News",
            name_zh_hans="轻纺城新闻",
            legacy_section="News",
            legacy_name=2,
        ),
        SectionFactory(slug="knowledge", name_en="Index Knowledge", name_zh_hans="指数知识"),
    )
