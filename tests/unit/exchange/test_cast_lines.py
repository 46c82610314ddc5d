from catalogue.exchange import cast_lines


def test_pasted_lines_become_credits_in_their_order(collection):
    credits, unsure = cast_lines.read(collection, "Ana Silva ... Queen\nBo Li ... King\nCy Ra ... Page\n")
    assert credits == [
        {"order": 1, "person": "Ana Silva", "role": "actor", "character": "Queen"},
        {"order": 2, "person": "Bo Li", "role": "actor", "character": "King"},
        {"order": 3, "person": "Cy Ra", "role": "actor", "character": "Page"},
    ]
    assert unsure == 0


def test_nothing_pasted_is_nobody(collection):
    assert cast_lines.read(collection, " \n") == ([], 0)
