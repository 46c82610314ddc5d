"""Whatever is done, in whatever order and across restarts, all of it can be undone and redone."""

import random

import pytest

from catalogue.collection import Collection


@pytest.mark.parametrize("seed", range(10))
def test_everything_is_undone_and_redone_row_by_row(collection, live, rows_of, seed):
    live(collection, seed + 900, 6)
    start = rows_of(collection.path)
    done = live(collection, seed + 7000, 24)
    assert collection.check() == []
    end = rows_of(collection.path)
    for _ in range(done):
        collection.undo()
    assert rows_of(collection.path) == start
    assert collection.check() == []
    for _ in range(done):
        collection.redo()
    assert rows_of(collection.path) == end
    assert collection.check() == []


@pytest.mark.parametrize("seed", range(3))
def test_two_collections_in_turn_each_keep_their_own_history_across_restarts(new_collection, live, rows_of, seed):
    chance = random.Random(seed)
    paths = [new_collection().path for _ in range(2)]
    start = {path: rows_of(path) for path in paths}
    done = dict.fromkeys(paths, 0)
    for step in range(6):
        path = paths[step % 2]
        collection = Collection.open(path)
        done[path] += live(collection, 100 * seed + step, 6)
        back = chance.randint(0, min(done[path], 4))
        for _ in range(back):
            collection.undo()
        collection.close()
        collection = Collection.open(path)
        for _ in range(back):
            collection.redo()
        assert collection.check() == []
        collection.close()
    end = {path: rows_of(path) for path in paths}
    for path in paths:
        for step, state in (("undo", start), ("redo", end)):
            collection = Collection.open(path)
            for _ in range(done[path]):
                getattr(collection, step)()
            collection.close()
            assert rows_of(path) == state[path]
