"""A sender's name of a file is made fit to be shown."""

import pytest

from checklists.evidence.filenames import NAME_LIMIT, display_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\fakepath\\点検.pdf", "点検.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("カ\u3099イト\u3099.pdf", "ガイド.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("点\u200b検\x00\x1f.pdf", "点検.pdf"),
        ("点検\r\nSet-Cookie: a.pdf", "点検 Set-Cookie_ a.pdf"),
        ("...隠し.pdf", "隠し.pdf"),
        ("点検.pdf. . ", "点検.pdf"),
        ('a"<b>|?*.pdf', "a__b____.pdf"),
        ("葛\U000e0100飾区　点検 90%.pdf", "葛\U000e0100飾区　点検 90%.pdf"),
        (".pdf", "pdf"),
        ("\x00", "根拠資料"),
        ("", "根拠資料"),
        ("あ" * 300 + ".pdf", "あ" * 116 + ".pdf"),
        ("a" * 300, "a" * 120),
        ("a\ud800.pdf", "a.pdf"),
    ],
)
def test_names_are_made_fit_to_show(name, shown):
    assert display_name(name) == shown
    assert len(shown) <= NAME_LIMIT
