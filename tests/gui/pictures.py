"""Renders the window in many states as PNG, to be looked at: `python -m tests.gui.pictures FOLDER`."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from catalogue.collection import Collection, commands
from catalogue.exchange import importing
from catalogue.exchange.rereading import Difference, Rereading
from catalogue.fields.draft import DocumentDraft, Entity, FactDraft
from catalogue.gui.app import create_window
from catalogue.gui.dialogs.reread import RereadDialog
from catalogue.gui.main_window import MainWindow
from catalogue.gui.theme import Scheme, Theme

_FILMS = (
    ("Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb", 1964, "Blu-ray", "Living room/Shelf 2"),
    ("Amélie", 2001, "DVD", "Living room/Shelf 1"),
    ("Stalker", 1979, "4K UHD", "Movies-02"),
    ("The Piano", 1993, "DVD", "Movies-01/Binder A"),
    ("The Third Man", 1949, "Blu-ray", "Movies-01/Binder A"),
    ("Das Leben der Anderen", 2006, "DVD", "Movies-01/Binder B"),
    ("Good Bye, Lenin!", 2003, "DVD", "Movies-01/Binder B"),
    ("Metropolis", 1927, "LaserDisc", "Cellar"),
    ("Alphaville, une étrange aventure de Lemmy Caution", 1965, "VHS", "Cellar"),
    ("Ghost in the Shell", 1995, "HD DVD", "Movies-02"),
)
_OWNERS = ("Kerry & Dawn", "Kerry", "Dawn")
_TAGS = (
    ["Piano", "USSR"],
    ["Cold War"],
    [],
    ["Science fiction", "to watch again"],
    ["Cold War", "USSR", "black and white"],
)

_OWN_FIELDS: tuple[tuple[str, str, Entity, object], ...] = (
    ("Signed by", "text", "copy", "Armando Iannucci"),
    ("Room of the film night", "choice", "copy", "Red Room"),
    ("Weight in grams of the box with its booklet", "number", "edition", 123.5),
    ("Seen at", "list", "film", ["Lichtburg", "Astor"]),
    ("Page of the shop", "link", "copy", "https://example.org/discs/1"),
    ("Insured for", "money", "copy", {"amount": 20, "currency": "EUR"}),
    ("May be lent", "yes or no", "copy", False),
    ("My rating of the cover", "rating", "copy", 7),
)


def main(out: Path) -> None:
    """Draws every picture into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["DISC_CATALOGUE_HOME"] = home
        window = create_window(Path(home) / "empty.db")
        window.resize(1400, 860)
        shoot(window, out / "01-first-start.png")
        window.close()
        draw_sample(Path(home) / "sample.db", out / "00-sample.png")
        path = Path(home) / "films.db"
        fill(path)
        draw(path, out)


def draw_sample(path: Path, file: Path) -> None:
    """Draws the window with the sample collection, for the README."""
    collection = Collection.open(path)
    importing.run(collection, importing.sample_paths())
    collection.close()
    window = create_window(path)
    window.resize(1280, 760)
    choose(window, "")
    table = window.findChild(QTableView, "results")
    assert table is not None
    [row] = [
        place
        for place in range(table.model().rowCount())
        if "Death of Stalin" in str(table.model().index(place, 0).data())
    ]
    table.selectRow(row)
    shoot(window, file)
    window.close()


def fill(path: Path) -> None:
    """A catalogue with the pages that it started from, or its sample collection, and some discs by hand."""
    collection = Collection.open(path)
    seeds = Path(os.environ.get("CATALOGUE_SEEDS") or Path(__file__).parents[3] / "shared" / "seeds")
    importing.run(collection, sorted(seeds.glob("*.txt")) or importing.sample_paths())
    for number, (title, year, disc_format, place) in enumerate(_FILMS * 4):
        values = {
            "title": title if number < len(_FILMS) else f"{title} {number // len(_FILMS) + 1}",
            "year": year,
            "format": disc_format,
            "location": place,
            "storage_device": f"TD {number % 7 + 1:02}",
            "slot": str(number + 1),
            "owner": _OWNERS[number % 3],
            "tags": _TAGS[number % 5],
        }
        collection.run(commands.AddRecord(values))
    collection.run(commands.AddRecord({"title": "Playtime", "year": 1967}, disc=False))
    collection.close()


def draw(path: Path, out: Path) -> None:
    """The pictures of a catalogue with discs in it."""
    window = create_window(path)
    window.resize(1400, 860)
    choose(window, "stalin year:2017")
    shoot(window, out / "02-search.png")
    choose(window, "")
    shoot(window, out / "03-everything.png")
    choose(window, 'tag:="Cold War" location:="Movies-01"')
    shoot(window, out / "04-chips.png")
    choose(window, "colour:x year:soon nonsense:thing (lenin")
    shoot(window, out / "05-problems.png")
    choose(window, "is:trash")
    shoot(window, out / "06-empty-trash.png")
    choose(window, "strangelove")
    shoot(window, out / "07-long-title.png")
    choose(window, "is:film")
    shoot(window, out / "08-film.png")
    choose(window, "stalin year:2017")
    for page in ("Cast", "Texts", "Edition", "Personal", "Sources", "History"):
        window._detail.open_page(page)
        shoot(window, out / f"10-{page.lower()}.png")
    window._detail.open_page("About")
    draw_windows(window, out, "light")
    draw_reviewing(window, out, "light")
    draw_history(window, out, "light")
    draw_own_fields(window, out, "light")
    draw_lending(window, out, "light")
    draw_views(window, out, "light")
    theme = QApplication.instance().findChild(Theme)
    theme.choose(Scheme.DARK)
    choose(window, "")
    shoot(window, out / "03-everything-dark.png")
    choose(window, 'tag:="Cold War" nonsense:thing')
    shoot(window, out / "04-chips-dark.png")
    choose(window, "stalin year:2017")
    window._detail.open_page("Cast")
    shoot(window, out / "10-cast-dark.png")
    draw_windows(window, out, "dark")
    draw_reviewing(window, out, "dark")
    draw_history(window, out, "dark")
    draw_own_fields(window, out, "dark")
    draw_lending(window, out, "dark")
    draw_views(window, out, "dark")
    window.resize(800, 520)
    shoot(window, out / "09-small-dark.png")
    window.close()


def draw_views(window: MainWindow, out: Path, scheme: str) -> None:
    """The views beside the table, and the palette of commands."""
    choose(window, "")
    actions = window._actions
    views = (
        (actions.view_covers, "covers"),
        (actions.view_shelf, "shelf"),
        (actions.view_people, "people"),
        (actions.view_stats, "stats"),
    )
    for action, name in views:
        action.trigger()
        shoot(window, out / f"60-{name}-{scheme}.png")
    window._views.people.show_character("beria")
    shoot(window, out / f"61-characters-{scheme}.png")
    actions.view_table.trigger()
    actions.commands.trigger()
    palette = shown(window, "palette")
    shoot(palette, out / f"62-commands-{scheme}.png")
    palette.close()


def draw_windows(window: MainWindow, out: Path, scheme: str) -> None:
    """The form in its states, and the dialogs."""
    window._actions.edit.trigger()
    form = window.editing.form()
    shoot(form, out / f"20-form-{scheme}.png")
    for section in ("Film", "Edition", "Cast & crew", "Texts"):
        form.page.go_to(section)
        shoot(form, out / f"21-form-{section.split()[0].lower()}-{scheme}.png")
    form.page.go_to("Basics")
    form.page.editor("year").setText("19")
    form.page.editor("barcode").setText("191329079844")
    form.page.editor("price").setText("12 $")
    form.page.check()
    form.reject()
    shoot(form, out / f"22-form-wrong-{scheme}.png")
    form._discard(form.hide)
    window._actions.add.trigger()
    form.page.editor("barcode").setText("191329079843")
    form.code_entered.emit("191329079843")
    shoot(form, out / f"23-form-add-{scheme}.png")
    form._discard(form.hide)
    draw_form_parts(window, out, scheme)
    choose(window, "")
    window._table.selectAll()
    shoot(window, out / f"24-many-{scheme}.png")
    window._actions.edit.trigger()
    wait(lambda: form.page.boxes["store"].many is None)
    form.page.editor("owner").setText("Kerry")
    form.page.boxes["store"].many.box.click()
    form.page.editor("tags").setText("seen")
    shoot(form, out / f"25-form-many-{scheme}.png")
    form.preview()
    many = shown(form, "preview")
    shoot(many, out / f"25-form-many-preview-{scheme}.png")
    many.close()
    form._discard(form.hide)
    form.hide()
    draw_bulk(window, out, scheme)
    for action, name in ((window._actions.shortcuts, "shortcuts"), (window._actions.about, "about")):
        action.trigger()
        dialog = window.findChild(QWidget, name)
        shoot(dialog, out / f"26-{name}-{scheme}.png")
        dialog.close()


def draw_form_parts(window: MainWindow, out: Path, scheme: str) -> None:
    """What the form does while one types: readings, cells, the line for adding, pictures; and a cell of the table."""
    choose(window, "stalin year:2017")
    window._actions.edit.trigger()
    form = window.editing.form()
    form.page.go_to("Film")
    form.page.editor("release_date").setText("7/8/1992")
    ratings = form.page.editor("ratings")
    ratings.setText("IMDb users 8.1/10 (1,200 votes)\nMetacritic critics 88/100")
    ratings.parts_model.setData(ratings.parts_model.index(0, 2), "very good")
    shoot(form, out / f"27-form-values-{scheme}.png")
    form.page.go_to("Cast & crew")
    cast = form.page.editor("credits").table
    cast.setCurrentIndex(cast.parts.index(2, 2))
    cast.edit(cast.currentIndex())
    shoot(form, out / f"27-form-cell-{scheme}.png")
    form.page.go_to("Basics")
    image = QImage(400, 560, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkRed)
    QApplication.clipboard().setImage(image)
    form.cover.paste()
    shoot(form, out / f"27-form-pictures-{scheme}.png")
    form.cover.crop()
    crop = shown(window, "crop")
    crop.frame.set_box(0.1, 0.1, 0.8, 0.7)
    shoot(crop, out / f"27-crop-{scheme}.png")
    crop.reject()
    form._discard(form.hide)
    window._actions.add.trigger()
    form.quick.line.setText("stalker")
    form.quick.asked.emit("stalker")
    shoot(form, out / f"28-add-known-{scheme}.png")
    form.quick.line.clear()
    form.quick.line.taken.emit("4006381333931")
    shoot(form, out / f"28-add-code-{scheme}.png")
    form._discard(form.hide)
    choose(window, "")
    table = window._table
    table.selectRow(3)
    table.edit(table.results.index(3, 1))
    line = table.cells.opened()
    line.setText("20")
    table.cells._wrong(line, table.results.field(1))
    shoot(window, out / f"29-cell-{scheme}.png")
    table.closeEditor(line, table.cells.EndEditHint.NoHint)


def draw_bulk(window: MainWindow, out: Path, scheme: str) -> None:
    """Many records at once: find and replace, values of a field, places, moving, renumbering with its preview."""
    actions = window._actions
    actions.replace.trigger()
    replace = shown(window, "replace")
    replace.regex.setChecked(True)
    replace.sought.setText("(Film")
    replace.look.click()
    shoot(replace, out / f"40-replace-wrong-{scheme}.png")
    replace.sought.setText(r"\b(S\w+)in\b")
    replace.given.setText(r"\1en")
    replace.look.click()
    wait(lambda: window.bus.runner.busy())
    replace.table.changes.tick([1], False)
    shoot(replace, out / f"41-replace-{scheme}.png")
    replace.close()
    actions.values.trigger()
    values = shown(window, "values")
    values.open_for("genres")
    shoot(values, out / f"42-values-{scheme}.png")
    values.close()
    actions.places.trigger()
    places = shown(window, "places_dialog")
    shoot(places, out / f"43-places-{scheme}.png")
    places.close()
    actions.move.trigger()
    move = shown(window, "move")
    move.place.setText("Movies-01")
    shoot(move, out / f"44-move-{scheme}.png")
    move.close()
    actions.renumber.trigger()
    renumber = shown(window, "renumber")
    shoot(renumber, out / f"45-renumber-{scheme}.png")
    renumber.accept()
    preview = shown(window, "preview")
    shoot(preview, out / f"46-preview-{scheme}.png")
    preview.close()


def draw_own_fields(window: MainWindow, out: Path, scheme: str) -> None:
    """Fields of one's own: none, some, what cannot be, one removed; their values in the form and the details."""
    collection = window.bus.collection
    for field in collection.fields().custom:
        collection.run(commands.RemoveField(field.key))
    window._actions.own_fields.trigger()
    dialog = shown(window, "own_fields")
    shoot(dialog, out / f"40-own-fields-none-{scheme}.png")
    values: dict[str, object] = {}
    for name, kind, entity, value in _OWN_FIELDS:
        choices = ("Red Room", "Green Room", "Cellar") if kind == "choice" else ()
        values[str(collection.run(commands.AddField(name, kind, entity, choices)).result)] = value
    collection.run(commands.EditRecords(tuple(collection.find("stalin year:2017").ids), values))
    wait(lambda: window.bus.runner.busy())
    dialog.table.selectRow(1)
    dialog.name.setText("Owner")
    dialog.kind.setCurrentIndex(dialog.kind.findData("choice"))
    dialog.add.click()
    wait(lambda: window.bus.runner.busy())
    shoot(dialog, out / f"41-own-fields-wrong-{scheme}.png")
    dialog.remove.click()
    wait(lambda: window.bus.runner.busy())
    shoot(dialog, out / f"42-own-fields-removed-{scheme}.png")
    window.bus.undo()
    dialog.close()
    choose(window, "seen_at:astor")
    window._detail.open_page("Personal")
    shoot(window, out / f"43-own-fields-detail-{scheme}.png")
    window._actions.edit.trigger()
    form = window.editing.form()
    form.page.go_to("Personal")
    shoot(form, out / f"44-own-fields-form-{scheme}.png")
    form.hide()


def draw_lending(window: MainWindow, out: Path, scheme: str) -> None:
    """Discs on loan in the sidebar and the detail, lending, and films of a box set that were seen."""
    collection = window.bus.collection
    piano, stalker, third = (collection.find(f"title:{title}").ids[0] for title in ("piano", "stalker", "third"))
    if not collection.find("is:lent").ids:
        collection.run(commands.Lend((piano,), "Ann Lee", due="2026-02-01", lent="2026-01-04", note="with the booklet"))
        collection.run(commands.Lend((stalker,), "Bo", due="2999-01"))
        films = [{"film": f"Film {number} (19{number}0)", "disc": number, "cut": None} for number in range(5, 8)]
        place = {"disc": 2, "label": "Bonus", "location": "Cellar", "storage_device": "TD 05", "slot": "12"}
        tracks = [{"language": "English", "codec": "DTS-HD MA", "channels": "5.1", "role": None}]
        values = {"contents": films, "discs": [place], "audio_tracks": tracks, "box_set": "A box of films"}
        collection.run(commands.EditRecords((third,), values))
    choose(window, "is:lent")
    window._table.selectRow(0)
    window._detail.open_page("About")
    shoot(window, out / f"40-on-loan-{scheme}.png")
    window._detail.open_page("Personal")
    shoot(window, out / f"41-loans-{scheme}.png")
    window._actions.take_back.trigger()
    wait(lambda: window.bus.runner.busy())
    window._actions.undo.trigger()
    wait(lambda: window.bus.runner.busy())
    window._actions.lend.trigger()
    dialog = shown(window, "lend")
    window.lending.said.emit("None of these discs is on loan; nothing was changed.", "warning")
    dialog.accept()
    wait(lambda: window.bus.runner.busy())
    shoot(dialog, out / f"42-lend-{scheme}.png")
    dialog.close()
    choose(window, "id:none OR contents:film")
    window._table.selectRow(0)
    window._detail.open_page("Edition")
    shoot(window, out / f"43-box-{scheme}.png")
    window._actions.seen.trigger()
    wait(lambda: window.bus.runner.busy())
    dialog = shown(window, "seen")
    shoot(dialog, out / f"44-seen-{scheme}.png")
    dialog.close()
    window._notice.hide()


def draw_reviewing(window: MainWindow, out: Path, scheme: str) -> None:
    """What is in doubt, sources side by side, a pasted page, pages read again."""
    article = FactDraft("film", "title", "Solaris")
    draft = DocumentDraft("article", "Behind Solaris", None, "Behind the ocean of Solaris", facts=(article,))
    window.bus.run(commands.ImportDocuments((commands.Incoming(draft),)))
    window.bus.run(commands.AddRecord({"barcode": "4006381333931"}))
    choose(window, "needs:review")
    window._detail.open_page("About")
    for row in range(min(window._table.results.rowCount(), 3)):
        window._table.selectRow(row)
        shoot(window, out / f"30-review-{row}-{scheme}.png")
    choose(window, "stalin year:2017")
    window._detail.open_page("Sources")
    shoot(window, out / f"31-sources-{scheme}.png")
    window._detail.wish.emit("move", [window._detail.record().documents[0].id])
    dialog = shown(window, "which_film")
    shoot(dialog, out / f"32-which-film-{scheme}.png")
    dialog.close()
    for number, text in enumerate(pasted(window)):
        window.importing.text(text)
        page = shown(window, "page")
        doubt = page.facts.next_doubt(-1)
        page.table.setCurrentIndex(page.facts.index(doubt or 0, 1))
        shoot(page, out / f"33-page-{number}-{scheme}.png")
        wrong = next(row for row in page.facts.rows if row.field is not None and row.keep)
        wrong.type("")
        page.facts.setData(page.facts.index(1, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
        page.save.click()
        shoot(page, out / f"34-page-wrong-{number}-{scheme}.png")
        page.close()
    found = Rereading({1: None, 2: None}, tuple(difference(number) for number in range(12)))
    reread = RereadDialog(found, window.bus.collection.document_names([1, 2]), window)
    reread.show()
    shoot(reread, out / f"35-reread-{scheme}.png")
    reread.close()


def draw_history(window: MainWindow, out: Path, scheme: str) -> None:
    """The history, an old operation that is taken back in part, the trash, the settings."""
    collection = window.bus.collection
    ids = tuple(collection.find("at:Movies-01").ids)
    operation = collection.run(commands.EditRecords(ids, {"location": "Living room/Shelf 3"})).operation
    some = collection.find('at:"Living room/Shelf 3" owner:=Kerry').ids
    collection.run(commands.EditRecords(tuple(some), {"location": "Cellar", "notes": "scratched on side B"}))
    collection.run(commands.DeleteRecords(tuple(collection.find("alphaville").ids)))
    choose(window, "third man")
    window._detail.open_page("History")
    shoot(window, out / f"40-timeline-{scheme}.png")
    window.retracing.show_history(operation)
    history = shown(window, "history")
    shoot(history, out / f"41-history-{scheme}.png")
    history.search.setText("nothing of the kind")
    shoot(history, out / f"41-history-empty-{scheme}.png")
    history.close()
    window.retracing.revert(operation)
    revert = shown(window, "revert")
    shoot(revert, out / f"42-revert-{scheme}.png")
    revert.close()
    choose(window, "is:trash")
    window._table.selectRow(0)
    shoot(window, out / f"43-trash-{scheme}.png")
    window._actions.settings.trigger()
    dialog = shown(window, "settings")
    shoot(dialog, out / f"44-settings-{scheme}.png")
    dialog.forget.click()
    forget = shown(window, "forget")
    shoot(forget, out / f"45-forget-{scheme}.png")
    forget.close()
    dialog.close()
    for _ in range(3):
        collection.undo()


def pasted(window: MainWindow) -> list[str]:
    """Two of the pages of the catalogue, as they could be pasted again."""
    return [window.bus.collection.document(number)[0] for number in window.bus.collection.document_ids()[:4]]


def difference(number: int) -> Difference:
    """Something that another reader would find."""
    part = {"order": number, "person": "Jason Isaacs", "role": "actor", "character": "Georgy Zhukov"}
    return Difference(number % 2 + 1, "film", "credits", f"Jason Isaacs {number}", None if number % 3 else part, part)


def shown(window: QWidget, name: str) -> QWidget:
    """A dialog of the window, when it has come."""
    wait(lambda: window.findChild(QWidget, name) is None)
    return window.findChild(QWidget, name)


def choose(window: MainWindow, query: str) -> None:
    """Puts a query in and waits for its result."""
    window._search.set_query(query)
    wait(lambda: window.bus.runner.busy())


def wait(busy: Callable[[], bool]) -> None:
    """Lets the window work until nothing is on its way, and a little longer for what follows."""
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: busy() or loop.quit())
    timer.start(350)
    loop.exec()


def shoot(widget: QWidget, file: Path) -> None:
    """Draws one picture."""
    wait(lambda: False)
    widget.grab().save(str(file))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures"))
