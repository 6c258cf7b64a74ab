"""Encodings that nobody declares: headlines of a few words are read in the letters that they are written in."""

from __future__ import annotations

import time

import pytest

from sayso.reports.decoding import decode

SHORT = {
    "gb18030": ["码头起火，三人受伤。", "总理宣布辞职", "警方说，船长已被逮捕"],
    "big5": ["碼頭起火，三人受傷。", "總理宣布辭職", "警方說，船長已被逮捕"],
    "euc_jp": ["埠頭で火災、3人けが", "船長を逮捕した", "首相が辞任を表明"],
    "shift_jis": ["埠頭で火災、3人けが", "船長を逮捕した", "首相が辞任を表明"],
    "euc_kr": ["부두에서 화재, 3명 다쳐", "총리가 사의를 밝혔다", "경찰은 선장을 체포했다고 말했다"],
    "koi8-r": ["Пожар на причале, трое ранены.", "Капитан арестован"],
    "cp1251": ["Пожар на причале, трое ранены.", "Капитан арестован", "Капітан затриманий, повідомляє поліція"],
    "cp866": ["Пожар на причале, трое ранены."],
    "cp1250": ["Pożar na nabrzeżu, trzy osoby są ranne.", "Požár na nábřeží, tři zranění.", "Tűz a rakparton, három sérült."],
    "cp1252": ["Incendie sur le quai : trois blessés à l’hôpital.", "Feuer am Kai, drei Verletzte, hieß es früh.", "El capitán, señalado"],
    "cp1253": ["Φωτιά στην προβλήτα, τρεις τραυματίες."],
    "cp1254": ["Rıhtımda yangın çıktı, üç kişi yaralandı, dedi şef."],
    "cp1255": ["שריפה ברציף, שלושה נפצעו."],
    "cp1256": ["حريق على الرصيف وإصابة ثلاثة أشخاص"],
    "tis-620": ["ไฟไหม้ที่ท่าเรือ มีผู้บาดเจ็บสามคน"],
    "utf-16-le": ["The pier burned, the harbour master said.", "Пожар на причале, трое ранены."],
    "utf-16-be": ["The pier burned, the harbour master said."],
}  # fmt: skip


@pytest.mark.parametrize(("encoding", "text"), [(name, text) for name, texts in SHORT.items() for text in texts])
def test_a_headline_is_read_in_its_encoding(encoding: str, text: str) -> None:
    read, notes = decode(text.encode(encoding))
    assert read == text
    assert [note.code for note in notes] == ["encoding"]


@pytest.mark.parametrize("encoding", ["gb18030", "euc_kr", "cp1251", "cp1252", "big5"])
def test_a_character_at_the_end_of_what_is_looked_at_may_be_cut(encoding: str) -> None:
    for more in range(4):
        text = "a" * more + SHORT[encoding][0] * 900
        assert decode(text.encode(encoding))[0] == text


def test_bytes_that_are_no_language_take_no_time() -> None:
    began = time.process_time()
    for data in (
        bytes(range(128, 256)) * 20_000,
        b"\xe9" * 2_000_000,
        b"\xb0\xa1" * 1_000_000,
        b"a" * 1_000_000 + b"\xff",
    ):
        decode(data)
    assert time.process_time() - began < 15
