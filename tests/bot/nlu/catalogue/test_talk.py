"""
The words of talk: taken from sentences in which names are marked.
"""

from bot.nlu.catalogue.talk import talk, words_of


def test_what_is_said_often_and_is_no_name_is_talk():
    sentences = [
        "I want a [Nora lamp](product) in [Shiraz](city)",
        "I want it [later](date)",
        "lamp or no lamp, call [later](date)",
        "a [lamp](product) once",
    ]

    assert words_of(sentences) == {"want", "later"}


def test_the_file_holds_the_words_of_every_way_of_writing():
    assert {"cancel", "بیرون", "ersal", "التوصیل"} <= talk()
    assert not {"رهوین", "arvitel", "shiraaz"} & talk()
