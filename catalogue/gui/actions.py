"""Every action of the window, once: its words, icon and keys; menus, toolbar and the shortcut sheet take them up."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from catalogue.gui import icons
from catalogue.gui.theme import Scheme
from catalogue.search.scopes import ListScope

_Keys = QKeySequence.StandardKey


class Actions(QObject):
    """The actions by name. Their object names are `action_` and the name."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.add = self._make("add", "&Add a disc", "Add", "plus", _Keys.New)
        self.add_season = self._make("add_season", "Add a &season or series", "", "tv", "Ctrl+Shift+N")
        self.import_ = self._make("import", "&Import files …", "Import", "import", "Ctrl+I")
        self.paste_page = self._make(
            "paste_page", "Import the &page on the clipboard", "", "clipboard-paste", _Keys.Paste
        )
        self.attach = self._make("attach", "Attach a &page to this film …", "", "paperclip", "")
        self.sample = self._make("sample", "Open the &sample collection", "", "library-big", "")
        self.back_up = self._make("back_up", "&Back up …", "", "hard-drive-download", "")
        self.restore_backup = self._make("restore_backup", "&Restore a backup …", "", "hard-drive-upload", "")
        self.quit = self._make("quit", "&Quit", "", "log-out", "Ctrl+Q")
        self.reread = self._make("reread", "Read &pages again …", "", "refresh-cw", "")
        self.own_fields = self._make("own_fields", "&Fields of your own …", "", "list-plus", "")
        self.confirm = self._make("confirm", "&Confirm the first doubt", "", "check", "Ctrl+Return")
        self.undo = self._make("undo", "&Undo", "Undo", "undo-2", _Keys.Undo)
        self.redo = self._make("redo", "&Redo", "Redo", "redo-2", "Ctrl+Shift+Z")
        self.history = self._make("history", "&History …", "", "history", "Ctrl+Shift+H")
        self.settings = self._make("settings", "Se&ttings …", "", "settings", "Ctrl+,")
        self.empty_trash = self._make("empty_trash", "Empty the &trash", "", "trash", "")
        self.edit = self._make("edit", "&Edit", "Edit", "pencil", "Ctrl+E")
        self.open_row = self._make("open_row", "Open or close the bo&x", "", "list-tree", "")
        self.duplicate = self._make("duplicate", "Add another &like this", "", "copy-plus", "Ctrl+D")
        self.edit_cell = self._make("edit_cell", "Edit the &cell", "", "text-cursor-input", "F2")
        self.delete = self._make("delete", "&Move to the trash", "Delete", "trash-2", _Keys.Delete)
        self.restore = self._make("restore", "Re&store from the trash", "", "archive-restore", "")
        self.move = self._make("move", "Move to a &place …", "", "folder-input", "Ctrl+M")
        self.renumber = self._make("renumber", "Re&number …", "", "list-ordered", "")
        self.replace = self._make("replace", "Find and rep&lace …", "", "replace", "Ctrl+H")
        self.values = self._make("values", "&Values of a field …", "", "tags", "")
        self.places = self._make("places", "Pla&ces …", "", "map-pin", "")
        self.split_person = self._make("split_person", "Sp&lit this person …", "Split …", "split", "Ctrl+Shift+S")
        self.merge_people = self._make(
            "merge_people", "&Merge this person with another …", "Merge …", "merge", "Ctrl+Shift+M"
        )
        self.person_ids = self._make("person_ids", "&IDs of this person …", "IDs …", "id-card", "Ctrl+Shift+I")
        self.lend = self._make("lend", "&Lend …", "", "hand-helping", "Ctrl+L")
        self.take_back = self._make("take_back", "Ta&ke back what was lent", "", "undo-dot", "Ctrl+Shift+L")
        self.seen = self._make("seen", "Seen &today …", "", "eye", "Ctrl+T")
        self.select_all = self._make("select_all", "Select &all", "", "", _Keys.SelectAll)
        self.find = self._make("find", "&Find", "", "search", _Keys.Find)
        self.show_sidebar = self._toggle("show_sidebar", "&Sidebar", "F7")
        self.show_detail = self._toggle("show_detail", "&Details", "F8")
        self.commands = self._make("commands", "&Commands …", "", "terminal", "Ctrl+K")
        self.shortcuts = self._make("shortcuts", "&Keyboard shortcuts", "Help", "circle-question-mark", "F1")
        self.about = self._make("about", "&About Disc Catalogue", "", "info", "")
        self.view_table = self._make("view_table", "&Table", "Table", "table-2", "Ctrl+1")
        self.view_covers = self._make("view_covers", "C&overs", "Covers", "layout-grid", "Ctrl+2")
        self.views = QActionGroup(self)
        self.view_shelf = self._make("view_shelf", "S&helf", "Shelf", "library", "Ctrl+3")
        self.view_people = self._make("view_people", "&People", "People", "users", "Ctrl+4")
        self.view_stats = self._make("view_stats", "St&ats", "Stats", "chart-column", "Ctrl+5")
        for action in (self.view_table, self.view_covers, self.view_shelf, self.view_people, self.view_stats):
            action.setCheckable(True)
            self.views.addAction(action)
        self.scopes = QActionGroup(self)
        self.scope_everything = self._make("scope_everything", "&Everything", "", "", "Alt+1")
        self.scope_discs = self._make("scope_discs", "&Discs", "", "", "Alt+2")
        self.scope_films = self._make("scope_films", "&Films", "", "", "Alt+3")
        for scope, action in self.by_scope().items():
            action.setCheckable(True)
            action.setData(scope)
            self.scopes.addAction(action)
        self.scope_everything.setChecked(True)
        self.schemes = self._make_schemes()
        # Deleting in a text belongs to the text: these keys act on rows only while the table has them.
        many = [self.move, self.renumber, self.lend, self.take_back, self.seen]
        self.person_actions = [self.split_person, self.merge_people, self.person_ids]
        self.row_actions = [self.edit, self.open_row, self.duplicate, *many, self.attach, self.delete, self.restore]

    def fill_menus(self, columns: QMenu) -> None:
        """Puts all actions into the menu bar."""
        bar = self._window.menuBar()
        pages = [self.import_, self.paste_page, self.attach, self.sample]
        safe = [self.back_up, self.restore_backup]
        self._menu(
            "&File", [self.add, self.add_season, None, *pages, None, *safe, None, self.settings, None, self.quit]
        )
        edit = [
            self.undo,
            self.redo,
            self.history,
            None,
            self.edit,
            self.edit_cell,
            self.open_row,
            self.duplicate,
            self.delete,
            self.restore,
            self.empty_trash,
            None,
            self.lend,
            self.take_back,
            self.seen,
            None,
            self.select_all,
            self.find,
        ]
        bulk = [self.move, self.renumber, self.replace, None, self.values, self.places, self.own_fields]
        self._menu("&Edit", [*edit, None, *bulk, None, self.confirm, self.reread])
        lists = [*self.views.actions(), None, *self.scopes.actions(), None]
        self._menu("&Person", [*self.person_actions])
        view = self._menu("&View", [*lists, self.show_sidebar, self.show_detail, None])
        view.addMenu(columns)
        view.addSeparator()
        view.addActions(self.schemes.actions())
        self._menu("&Help", [self.commands, self.shortcuts, self.about])
        bar.setAccessibleName("Menu")

    def by_scope(self) -> dict[ListScope, QAction]:
        """The action for each thing that a list may have rows for."""
        return {"everything": self.scope_everything, "discs": self.scope_discs, "films": self.scope_films}

    def all(self) -> list[QAction]:
        """All actions, in the order in which they were made."""
        return [action for action in self.findChildren(QAction) if action.text()]

    def set_scheme(self, scheme: Scheme) -> None:
        """Ticks the colour scheme in use."""
        for action in self.schemes.actions():
            action.setChecked(action.data() == scheme.value)

    def _menu(self, title: str, actions: list[QAction | None]) -> QMenu:
        menu = self._window.menuBar().addMenu(title)
        for action in actions:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        return menu

    def _make(self, name: str, text: str, short: str, icon: str, keys: QKeySequence.StandardKey | str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"action_{name}")
        action.setIconText(short or text.replace("&", ""))
        if icon:
            action.setIcon(icons.icon(icon))
        if keys != "":
            action.setShortcut(QKeySequence(keys))
        plain = text.replace("&", "").removesuffix(" …")
        action.setProperty("words", plain)
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{plain} ({shown})" if shown else plain)
        self._window.addAction(action)
        return action

    def _toggle(self, name: str, text: str, keys: str) -> QAction:
        action = self._make(name, text, "", "", keys)
        action.setCheckable(True)
        action.setChecked(True)
        return action

    def _make_schemes(self) -> QActionGroup:
        group = QActionGroup(self)
        words = {Scheme.SYSTEM: "Colours of the s&ystem", Scheme.LIGHT: "&Light", Scheme.DARK: "Dar&k"}
        for scheme, text in words.items():
            action = self._make(f"scheme_{scheme.value}", text, "", "", "")
            action.setCheckable(True)
            action.setData(scheme.value)
            group.addAction(action)
        return group
