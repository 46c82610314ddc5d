"""The main window: puts the panes together and lets them speak to each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from catalogue.collection import Changes, Collection, FacetValue, Found
from catalogue.fields import registry
from catalogue.fields.registry import Vocabulary
from catalogue.gui import failures
from catalogue.gui.actions import Actions
from catalogue.gui.backups import Backups
from catalogue.gui.bulk import Bulk
from catalogue.gui.bus import Bus
from catalogue.gui.collector import Collector
from catalogue.gui.copying import Copying
from catalogue.gui.dialogs.about import AboutDialog
from catalogue.gui.dialogs.custom_fields import FieldsDialog
from catalogue.gui.dialogs.losing import ask_first
from catalogue.gui.dialogs.palette import CommandPalette
from catalogue.gui.dialogs.search_help import SearchHelp
from catalogue.gui.dialogs.shortcuts import ShortcutSheet
from catalogue.gui.editing import Editing
from catalogue.gui.forms.window import FormWindow
from catalogue.gui.importing import Importing
from catalogue.gui.indexing import Indexing
from catalogue.gui.lending import Lending
from catalogue.gui.models.results import ResultsModel
from catalogue.gui.namesakes import Namesakes
from catalogue.gui.outside import Outside
from catalogue.gui.overview import Figures, Overview
from catalogue.gui.retracing import Retracing
from catalogue.gui.reviewing import Reviewing
from catalogue.gui.safekeeping import Safekeeping
from catalogue.gui.searching import Searching
from catalogue.gui.state import WindowState
from catalogue.gui.theme import Scheme, Theme
from catalogue.gui.viewing import TABLE, Viewing
from catalogue.gui.views.chip_bar import ChipBar
from catalogue.gui.views.detail import DetailPane
from catalogue.gui.views.scope_bar import ScopeBar
from catalogue.gui.views.search_line import SearchLine
from catalogue.gui.views.sidebar import Sidebar
from catalogue.gui.views.start_page import NothingPage, StartPage
from catalogue.gui.views.status import StatusLine
from catalogue.gui.views.table import ResultsTable
from catalogue.gui.widgets.notice import Notice
from catalogue.gui.widgets.toolbar import Toolbar
from catalogue.search.scopes import SCOPES, ListScope


class MainWindow(QMainWindow):
    """One open catalogue. Closing it waits for work under way and closes the catalogue."""

    def __init__(self, collection: Collection, theme: Theme, state: WindowState) -> None:
        super().__init__()
        self.setObjectName("main")
        self.setWindowTitle(collection.path.stem)
        self.setAcceptDrops(True)
        self._theme = theme
        self._state = state
        self._closing = False
        self._figures: Figures | None = None
        self._found: Found | None = None
        # What goes with an answer, when its rows are painted.
        self._following = QTimer(self)
        self._following.setSingleShot(True)
        self._following.timeout.connect(self._follow)
        self._form: QWidget | None = None
        self.bus = Bus(collection, self)
        self._actions = Actions(self)
        self._make_panes()
        self.searching = Searching(self.bus, self._table, self)
        self.editing = Editing(self.bus, self._table, self.searching, self)
        self.bulk = Bulk(self.bus, self._table, self.searching, self)
        self.lending = Lending(self.bus, self._table, self)
        self.namesakes = Namesakes(self.bus, self._views.people, self)
        self.importing = Importing(self.bus, self)
        self.reviewing = Reviewing(self.bus, self._detail, self)
        self.backups = Backups(self.bus, self.editing, self)
        self.retracing = Retracing(self.bus, self)
        self.outside = Outside(self.bus, self)
        self.indexing = Indexing(self.bus, self)
        self.copying = Copying(self.bus, self)
        self.safekeeping = Safekeeping(self.bus, self)
        self._arrange()
        self._overview = Overview(self.bus, self._sidebar.facet_keys(), self)
        self._connect_actions()
        self._connect_panes()
        self._take_up(self.bus.fields)
        self._restore_state()
        # The rows first: what stands around them is asked for when they are there.
        begin = Qt.ConnectionType.SingleShotConnection
        self.searching.shown.connect(lambda _: self._overview.begin(self.searching.query, self.searching.scope), begin)
        self._collector = Collector(self)
        self._search.search_now()
        self._views.widget().setFocus()

    def waiting(self) -> bool:
        """Whether it is about to ask for something, and no answer is on its way yet."""
        about_to = (self._views, self._search, self._detail, self._overview)
        return self._following.isActive() or any(one.waiting() for one in about_to)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing:
            event.accept()
            return
        event.ignore()
        # A save that was just asked for is not lost, and it may still be refused: then the window stays.
        self.bus.runner.finish_changes()
        if self.editing.leave(self._shut_down):
            event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.importing.takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.importing.dropped(event.mimeData())

    def _shut_down(self) -> None:
        self._closing = True
        self._save_state()
        self.copying.finish()
        self.safekeeping.finish()
        self.bus.close()
        # No other thread reads any more: Python may search on whichever it likes.
        self._collector.close()
        self.close()

    def _make_panes(self) -> None:
        collection, runner = self.bus.collection, self.bus.runner
        self._search = SearchLine(
            lambda query, cursor, answer: runner.read(lambda _: collection.suggest(query, cursor), answer)
        )
        model = ResultsModel(
            collection.rows, registry.DEFAULT_COLUMNS, collection.sort_keys, collection.parts, parent=self
        )
        self._table = ResultsTable(model)
        self._table.menu_actions = self._actions.row_actions
        self._views = Viewing(self.bus, self._table, self._actions, self)
        self._sidebar = Sidebar()
        self._chips = ChipBar()
        self._notice = Notice()
        self._detail = DetailPane(self.bus)
        self._start, self._nothing = StartPage(), NothingPage()
        self._status = StatusLine(runner)

    def _arrange(self) -> None:
        self._stack = QStackedWidget()
        for page in (self._views.stack, self._start, self._nothing):
            self._stack.addWidget(page)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = ScopeBar(self._actions.by_scope(), self._chips)
        for widget in (self._notice, head, self.retracing.trash, self._stack, self.reviewing.waiting):
            column.addWidget(widget)
        column.setStretch(3, 1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        for number, (pane, share) in enumerate(((self._sidebar, 0), (centre, 1), (self._detail, 0))):
            self._split.addWidget(pane)
            self._split.setStretchFactor(number, share)
            self._split.setCollapsible(number, False)
        self._sidebar.setMinimumWidth(150)
        centre.setMinimumWidth(300)
        self._detail.setMinimumWidth(260)
        self.setCentralWidget(self._split)
        # The window keeps its size whatever appears in it.
        layout = self.layout()
        assert layout is not None
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(720, 420)
        self.setStatusBar(self._status)
        self.addToolBar(self._make_toolbar())
        self._columns_menu = QMenu("&Columns", self)
        self._actions.fill_menus(self._columns_menu)

    def _make_toolbar(self) -> Toolbar:
        bar = Toolbar("Toolbar")
        bar.setObjectName("toolbar")
        actions = self._actions
        for group in ((actions.add, actions.import_), (actions.edit,), (actions.undo, actions.redo)):
            bar.addActions(group)
            bar.addSeparator()
        bar.addWidget(self._search)
        bar.addActions(actions.views.actions())
        bar.addSeparator()
        bar.addAction(actions.shortcuts)
        return bar

    def _connect_actions(self) -> None:
        actions, editing, importing = self._actions, self.editing, self.importing
        actions.add.triggered.connect(editing.add)
        actions.add_season.triggered.connect(editing.add_season)
        actions.edit.triggered.connect(editing.edit)
        actions.edit_cell.triggered.connect(self._table.edit_cell)
        actions.open_row.triggered.connect(self._table.toggle_row)
        actions.duplicate.triggered.connect(editing.duplicate)
        actions.delete.triggered.connect(editing.delete)
        actions.restore.triggered.connect(editing.restore)
        actions.move.triggered.connect(self.bulk.move)
        actions.renumber.triggered.connect(self.bulk.renumber)
        actions.replace.triggered.connect(self.bulk.find_and_replace)
        actions.values.triggered.connect(lambda: self.bulk.values(self._sidebar.browse_key()))
        actions.places.triggered.connect(lambda: self.bulk.places())
        actions.split_person.triggered.connect(self.namesakes.split)
        actions.merge_people.triggered.connect(self.namesakes.merge)
        actions.person_ids.triggered.connect(self.namesakes.ids)
        actions.lend.triggered.connect(self.lending.lend)
        actions.take_back.triggered.connect(self.lending.take_back)
        actions.seen.triggered.connect(self.lending.seen)
        actions.import_.triggered.connect(lambda: importing.pick())
        actions.attach.triggered.connect(self._attach)
        actions.paste_page.triggered.connect(importing.clipboard)
        actions.confirm.triggered.connect(self.reviewing.confirm)
        actions.reread.triggered.connect(self.reviewing.reread)
        actions.own_fields.triggered.connect(lambda: FieldsDialog(self.bus, self).show())
        actions.sample.triggered.connect(importing.sample)
        actions.back_up.triggered.connect(self.backups.pick_target)
        actions.restore_backup.triggered.connect(self.backups.pick_source)
        actions.history.triggered.connect(lambda: self.retracing.show_history())
        actions.settings.triggered.connect(self.retracing.show_settings)
        actions.empty_trash.triggered.connect(lambda: self.retracing.empty_trash())
        actions.undo.triggered.connect(self.bus.undo)
        actions.redo.triggered.connect(self.bus.redo)
        actions.select_all.triggered.connect(self._table.selectAll)
        actions.find.triggered.connect(self._focus_search)
        actions.quit.triggered.connect(self.close)
        actions.shortcuts.triggered.connect(lambda: ShortcutSheet(actions.all(), self).show())
        actions.commands.triggered.connect(lambda: CommandPalette(actions.all(), self).show())
        actions.about.triggered.connect(lambda: AboutDialog(self.bus.collection.path, self).show())
        actions.show_sidebar.toggled.connect(self._sidebar.setVisible)
        actions.show_detail.toggled.connect(self._show_detail)
        actions.scopes.triggered.connect(lambda action: self._show_scope(action.data()))
        actions.schemes.triggered.connect(lambda action: self._theme.choose(Scheme(action.data())))
        for action in (actions.delete, actions.select_all, actions.edit_cell):
            # In a text these keys belong to the text: they mean rows only where the table has the keyboard.
            self.removeAction(action)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            for view in self._views.selecting():
                view.addAction(action)

    def _connect_panes(self) -> None:
        self.bus.runner.failed.connect(self._on_failed)
        self.bus.fields_changed.connect(self._take_up)
        self.bus.changed.connect(self._on_changes)
        self._overview.loaded.connect(self._show_figures)
        self._overview.facets_loaded.connect(self._show_facets)
        self._sidebar.save_wanted.connect(self._save_search)
        self._sidebar.saved_wanted.connect(lambda one: self._show_scope(one.scope))
        self._sidebar.saved.command_wanted.connect(
            lambda wish: ask_first(self.bus, wish, "&Remove it", self, lambda: self.bus.run(wish))
        )
        self._nothing.query_wanted.connect(self._search.set_query)
        self._search.help_wanted.connect(self._show_search_help)
        self.searching.shown.connect(self._show_found)
        self.indexing.done.connect(self.searching.refresh)
        self._search.query_changed.connect(self.searching.search)
        self._search.submitted.connect(lambda: self._views.widget().setFocus())
        self._search.left.connect(lambda: self._views.widget().setFocus())
        self._search.page_pasted.connect(lambda text: self.importing.text(text))
        self._views.people.query_wanted.connect(lambda _: self._views.show(TABLE))
        self._views.charts.said.connect(self._notice.say)
        for pane in (self._sidebar, self._chips, self._detail, self._views.people, self._views.charts):
            pane.query_wanted.connect(self._search.set_query)
        self.bulk.query_wanted.connect(self._search.set_query)
        self.bulk.said.connect(self._notice.say)
        self._sidebar.values_wanted.connect(self.bulk.values)
        self._sidebar.facet_wanted.connect(lambda _: self._overview.set_keys(self._sidebar.facet_keys()))
        self._detail.action_wanted.connect(self._on_wish)
        self._detail.row_wanted.connect(self._show_row)
        self._views.people.row_wanted.connect(self._show_row)
        self._detail.edit_wanted.connect(self.editing.open)
        self._table.chosen.connect(self._on_chosen)
        self._table.clicked.connect(lambda _: self._on_chosen())
        self._table.opened.connect(self.editing.edit)
        self._table.cells.said.connect(self._notice.say)
        self._views.opened.connect(self.editing.edit)
        self._table.columns_changed.connect(self.searching.refresh)
        self._table.results.failed.connect(self._on_failed)
        self._columns_menu.aboutToShow.connect(lambda: self._table.fill_columns_menu(self._columns_menu))
        self.importing.undo_wanted.connect(self.bus.undo)
        self.importing.revert_wanted.connect(self.retracing.revert)
        self.retracing.said.connect(self._notice.say)
        self._detail.operation_wanted.connect(self.retracing.show_history)
        self.importing.said.connect(self._notice.say)
        self.importing.begun.connect(self._notice.hide)
        self.reviewing.said.connect(self._notice.say)
        self.lending.said.connect(self._notice.say)
        self.namesakes.said.connect(self._notice.say)
        self.backups.said.connect(lambda words: self._status.show_action(words, undoable=False))
        self.backups.restored.connect(self._notice.say)
        self.safekeeping.said.connect(lambda words: self._notice.say(words, "warning", take_focus=False))
        self.safekeeping.made.connect(self._status.say)
        self.copying.said.connect(lambda words: self._notice.say(words, "warning", take_focus=False))
        self.editing.form_made.connect(self._on_form)
        self._start.add_wanted.connect(self.editing.add)
        self._start.import_wanted.connect(lambda: self.importing.pick())
        self._start.sample_wanted.connect(self.importing.sample)
        self._nothing.clear_wanted.connect(lambda: self._search.set_query(""))
        self._status.undo_wanted.connect(self.bus.undo)
        self._theme.changed.connect(self._detail.restyle)

    def _save_search(self) -> None:
        self._sidebar.saved.save(self.searching.query, self._table.sort, self.searching.scope)

    def _show_scope(self, scope: ListScope) -> None:
        self._actions.by_scope()[scope].setChecked(True)
        self.searching.show_scope(scope)

    def _take_up(self, fields: Vocabulary) -> None:
        self._table.set_vocabulary(fields)
        self._sidebar.set_vocabulary(fields)
        self._chips.vocabulary = fields

    def _on_changes(self, changes: Changes) -> None:
        if changes.everything:
            # What undo would take back by now is known when the overview has asked.
            self._status.show_action(changes.label, undoable=False)
            return
        self._notice.hide()
        if said := " ".join((*changes.notes, *_doubts(changes))):
            self._notice.say(said, "warning", take_focus=False)
        undone = changes.label.startswith("Undo: ")
        self._status.show_action(changes.label, undoable=not undone)
        # At once, before the overview has asked: what was just done can be taken back.
        self._actions.undo.setEnabled(True)
        self._actions.redo.setEnabled(undone or self._actions.redo.isEnabled())

    def _show_figures(self, figures: Figures) -> None:
        self._figures = figures
        self._sidebar.set_counts(figures.counts)
        self.reviewing.show_waiting(figures.waiting)
        self._show_trash()
        self._sidebar.set_saved(figures.saved)
        for action, verb, label in (
            (self._actions.undo, "Undo", figures.undo),
            (self._actions.redo, "Redo", figures.redo),
        ):
            action.setEnabled(label is not None)
            action.setText(f"&{verb}: {label.replace('&', '&&')}" if label else f"&{verb}")
            action.setIconText(verb)
            keys = action.shortcut().toString()
            action.setToolTip(f"{verb}: {label} ({keys})" if label else f"{verb} ({keys})")
        self._show_page()

    def _show_found(self, found: Found) -> None:
        query = self.searching.query
        self._found = found
        self._search.show_found(query, found)
        self._chips.show_query(query, found)
        self._show_page()
        self._following.start(0)

    def _follow(self) -> None:
        query = self.searching.query
        self._sidebar.show_query(query)
        if self._found is not None and self._found.whole:
            self._overview.set_query(query, self.searching.scope)
            self._views.charts.show_query(query, self.searching.scope)
        self._detail.mark(query)
        self.reviewing.show_query(query)
        self._show_trash()
        self._on_chosen()

    def _show_page(self) -> None:
        figures, shown = self._figures, len(self._table.results.result())
        if figures is None:
            return
        count = figures.all_in(self.searching.scope)
        self._status.show_count(shown, max(count, shown), self._found is None or self._found.whole)
        empty = figures.all_in("everything") + figures.counts.get("trash", 0) == 0
        if shown:
            page: QWidget = self._views.stack
        elif empty and not self.searching.query.strip():
            page = self._start
        elif self.searching.query.strip():
            self._nothing.show_query(self.searching.query, self.searching.in_trash())
            page = self._nothing
            self._ask_meant(self.searching.query)
        else:
            page = self._views.stack
        self._stack.setCurrentWidget(page)
        self._show_detail()

    def _show_facets(self, facets: dict[str, list[FacetValue]]) -> None:
        for key, values in facets.items():
            self._sidebar.set_facet(key, values)

    def _ask_meant(self, query: str) -> None:
        def show(queries: list[str]) -> None:
            if query == self.searching.query:
                self._nothing.show_meant(queries)

        collection = self.bus.collection
        self.bus.runner.read(lambda job: collection.meant(query, job), show)

    def _show_search_help(self) -> None:
        sheet = SearchHelp(self)
        sheet.query_wanted.connect(self._search.set_query)
        sheet.show()

    def _show_detail(self) -> None:
        # An empty catalogue has no details: how to begin gets their room.
        wanted = self._actions.show_detail.isChecked()
        self._detail.setVisible(wanted and self._stack.currentWidget() is not self._start)

    def _show_trash(self) -> None:
        count = self._figures.counts.get("trash", 0) if self._figures is not None else 0
        self.retracing.trash.show_count(count, self.searching.in_trash())
        self._actions.empty_trash.setEnabled(count > 0)

    def _on_chosen(self) -> None:
        ids = self._table.chosen_ids()
        self._detail.show_rows(ids)
        self._enable_actions(ids)

    def _enable_actions(self, ids: Sequence[int], aside: bool = False) -> None:
        """Offers what can be done with the rows that are chosen; `aside` says that the page of another is shown."""
        trash = self.searching.in_trash()
        self._actions.edit.setEnabled(bool(ids))
        self._actions.edit_cell.setEnabled(bool(ids) and not trash)
        self._actions.duplicate.setEnabled(len(ids) == 1)
        self._actions.open_row.setEnabled(len(ids) == 1 and self._table.can_open())
        for action in (self._actions.move, self._actions.renumber):
            action.setEnabled(bool(ids) and not trash)
        self._actions.delete.setEnabled(bool(ids) and not trash)
        self._actions.restore.setEnabled(bool(ids) and trash)
        self._actions.attach.setEnabled(len(ids) == 1 or aside)
        for action in (self._actions.lend, self._actions.take_back, self._actions.seen):
            action.setEnabled(not aside)

    def _on_wish(self, name: str) -> None:
        known = {"attach": self._attach, "restore": self.editing.restore, "edit": self.editing.edit}
        if name in known:
            known[name]()

    def _show_row(self, row_id: int) -> None:
        """Chooses a row that is listed, or is inside the one that is chosen; the page of another is shown alone."""
        if self._table.choose([row_id]) or self._table.open_to(row_id):
            return
        self._detail.show_rows([row_id])
        # Commands are about what is chosen in the list, and that is not what is shown now.
        self._enable_actions((), aside=True)

    def _on_failed(self, error: Exception) -> None:
        failures.show(error, self._notice)

    def _attach(self) -> None:
        ids = self._detail.ids() or self._table.chosen_ids()
        if len(ids) == 1:
            self.importing.pick(attach_to=ids[0])

    def _focus_search(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def _on_form(self, form: QWidget) -> None:
        geometry = self._state.data("form/geometry")
        if geometry is not None:
            form.restoreGeometry(geometry)
        self._form = form
        if isinstance(form, FormWindow):
            form.page_pasted.connect(self.importing.text)

    def _restore_state(self) -> None:
        state = self._state
        columns = state.texts("table/columns", [f"{key}:0" for key in registry.DEFAULT_COLUMNS])
        parts = [part.partition(":") for part in columns]
        self._table.set_columns([(key, int(width) if width.isdecimal() else 0) for key, _, width in parts])
        sort = [(part.lstrip("-"), part.startswith("-")) for part in state.texts("table/sort", ["title"])]
        self._table.set_sort([one for one in sort if one[0] in self.bus.fields.by_key])
        self._sidebar.set_browse_key(state.text("sidebar/browse", "format"))
        self._detail.open_page(state.text("detail/page"))
        self.editing.habits.recall(state.texts("form/habits", []))
        self._views.restore(state)
        self._actions.set_scheme(self._theme.scheme)
        for action, name in (
            (self._actions.show_sidebar, "sidebar/shown"),
            (self._actions.show_detail, "detail/shown"),
        ):
            action.setChecked(state.text(name, "yes") == "yes")
        self.resize(QSize(1400, 860).boundedTo(self.screen().availableSize()))
        self._split.setSizes([206, self.width() - 626, 420])
        self._restore(state.data("window/geometry"), self.restoreGeometry)
        self._restore(state.data("window/split"), self._split.restoreState)
        self._restore(state.data("sidebar/split"), self._sidebar.split.restoreState)
        self._search.setText(state.text("search/query"))
        self._show_scope(next((scope for scope in SCOPES if scope == state.text("table/scope")), SCOPES[0]))

    def _restore(self, data: QByteArray | None, restore: object) -> None:
        if data is not None and callable(restore):
            restore(data)

    def _save_state(self) -> None:
        state = self._state
        state.put("table/columns", [f"{key}:{width}" for key, width in self._table.columns()])
        state.put("table/sort", [f"{'-' if descending else ''}{key}" for key, descending in self._table.sort])
        state.put("sidebar/browse", self._sidebar.browse_key())
        state.put("detail/page", self._detail.page())
        self._views.save(state)
        state.put("sidebar/shown", "yes" if self._actions.show_sidebar.isChecked() else "no")
        state.put("detail/shown", "yes" if self._actions.show_detail.isChecked() else "no")
        state.put("window/geometry", self.saveGeometry())
        state.put("window/split", self._split.saveState())
        state.put("sidebar/split", self._sidebar.split.saveState())
        state.put("search/query", self._search.text())
        state.put("table/scope", self.searching.scope)
        state.put("form/habits", self.editing.habits.texts())
        state.put("window/scheme", self._theme.scheme.value)
        if self._form is not None:
            state.put("form/geometry", self._form.saveGeometry())
        state.save()


def _doubts(changes: Changes) -> tuple[str, ...]:
    if len(changes.doubted) > 1:
        return (f"{len(changes.doubted):,} films may be the same as others here; they wait in review.",)
    return tuple(one.reason for one in changes.doubted)
