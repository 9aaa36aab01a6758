"""From replies to Matrix events: any text stays text, and every event fits."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.matrix.rendering import LARGEST_CONTENT, edit, in_thread, messages, numbered
from handlers.messages import Choice, Rendered


class Shown(HTMLParser):
    """What a client would show, and with which tags."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags = "", set[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), min_size=1, max_size=200))
@settings(max_examples=300, deadline=None)
def test_whatever_people_wrote_is_shown_as_text(text: str) -> None:
    content = messages(Rendered(text, title="<i>@room</i>"))[0]
    shown = Shown(content["formatted_body"])
    assert shown.text == f"<i>@room</i>\n{text}"
    assert shown.tags <= {"b", "br"}
    assert content["body"] == f"<i>@room</i>\n{text}"
    assert content["m.mentions"] == {}


@given(st.integers(1, 60_000), st.sampled_from(["é", "a b", "😀", "<&>", "mot\n"]))
@settings(max_examples=25, deadline=None)
def test_every_event_fits_and_no_word_is_lost(length: int, word: str) -> None:
    body = Rendered((word * length)[:60_000], title="Titre")
    contents = messages(body)
    assert all(2 * len(json.dumps(content)) <= LARGEST_CONTENT for content in contents)
    assert len(json.dumps(edit(body, "$1"))) <= 1.1 * LARGEST_CONTENT
    assert "".join("".join(content["body"] for content in contents).split()) == "".join(("Titre" + body.text).split())


def test_few_short_choices_share_a_line_and_long_ones_get_their_own() -> None:
    short = (Choice("Enregistrer", "a"), Choice("Corriger", "b"))
    assert numbered(short, "card") == "1 Enregistrer · 2 Corriger"
    long = (Choice("Éclairage public, lampadaires", "a"), Choice("Voirie et nids-de-poule", "b"))
    assert numbered(long, "card") == "1 Éclairage public, lampadaires\n2 Voirie et nids-de-poule"
    assert numbered(short, "list") == "1 Enregistrer\n2 Corriger"
    assert numbered((), "card") == ""


def test_a_scale_names_its_ends_and_its_ways_out() -> None:
    choices = (*(Choice(str(number), "s") for number in range(11)), Choice("Passer", "p"), Choice("Moins souvent", "m"))
    assert numbered(choices, "scale") == "0 … 10 · p Passer · m Moins souvent"


def test_an_edit_shows_the_whole_to_clients_that_do_not_know_edits() -> None:
    content = edit(Rendered("Enregistré"), "$card")
    assert content["body"] == "* Enregistré"
    assert content["m.new_content"]["body"] == "Enregistré"
    assert content["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$card"}


def test_an_answer_in_a_thread_falls_back_to_a_reply() -> None:
    relation = in_thread({"body": "x"}, "$root")["m.relates_to"]
    assert relation["m.in_reply_to"] == {"event_id": "$root"}
    assert relation["is_falling_back"] is True
