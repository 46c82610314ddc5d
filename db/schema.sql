CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE attachment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	document_id INTEGER NOT NULL, 
	film_id INTEGER NOT NULL, 
	reason TEXT, 
	doubt TEXT, 
	alternatives JSON, 
	CONSTRAINT fk_attachment_document_id_document FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT fk_attachment_film_id_film FOREIGN KEY(film_id) REFERENCES film (id)
);

CREATE TABLE catalogue (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	uid TEXT NOT NULL
);

CREATE TABLE choice (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	about TEXT NOT NULL, 
	record_id INTEGER NOT NULL, 
	field TEXT NOT NULL, 
	subject TEXT, 
	"by" TEXT NOT NULL, 
	value JSON, 
	document_id INTEGER, 
	at TEXT NOT NULL, 
	CONSTRAINT fk_choice_document_id_document FOREIGN KEY(document_id) REFERENCES document (id)
);

CREATE TABLE "contact" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	identity TEXT NOT NULL, 
	CONSTRAINT uq_contact_identity UNIQUE (identity)
);

CREATE TABLE contents (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	edition_id INTEGER NOT NULL, 
	film_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	disc INTEGER, 
	cut TEXT, 
	CONSTRAINT fk_contents_edition_id_edition FOREIGN KEY(edition_id) REFERENCES edition (id), 
	CONSTRAINT fk_contents_film_id_film FOREIGN KEY(film_id) REFERENCES film (id)
);

CREATE TABLE copy (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	edition_id INTEGER NOT NULL, 
	place_id INTEGER, 
	status TEXT, 
	"index" INTEGER, 
	owner TEXT, 
	storage_device TEXT, 
	slot TEXT, 
	condition TEXT, 
	purchase_date TEXT, 
	store TEXT, 
	price_amount NUMERIC, 
	price_currency TEXT, 
	current_value_amount NUMERIC, 
	current_value_currency TEXT, 
	gift_from TEXT, 
	notes TEXT, 
	my_video_rating INTEGER, 
	my_audio_rating INTEGER, 
	my_extras_rating INTEGER, 
	added_at TEXT, 
	modified_at TEXT, 
	deleted_at TEXT, 
	CONSTRAINT fk_copy_edition_id_edition FOREIGN KEY(edition_id) REFERENCES edition (id), 
	CONSTRAINT fk_copy_place_id_place FOREIGN KEY(place_id) REFERENCES place (id)
);

CREATE TABLE copy_tag (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	copy_id INTEGER NOT NULL, 
	tag_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT fk_copy_tag_copy_id_copy FOREIGN KEY(copy_id) REFERENCES copy (id), 
	CONSTRAINT fk_copy_tag_tag_id_tag FOREIGN KEY(tag_id) REFERENCES tag (id)
);

CREATE TABLE credit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	film_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	character TEXT, 
	CONSTRAINT fk_credit_film_id_film FOREIGN KEY(film_id) REFERENCES film (id), 
	CONSTRAINT fk_credit_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE custom_field (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	entity TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	choices JSON, 
	position INTEGER NOT NULL
);

CREATE TABLE custom_value (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	about TEXT NOT NULL, 
	record_id INTEGER NOT NULL, 
	field TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	value JSON NOT NULL, 
	comparable BLOB NOT NULL
);

CREATE TABLE disc (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	copy_id INTEGER NOT NULL, 
	place_id INTEGER, 
	position INTEGER NOT NULL, 
	number INTEGER, 
	label TEXT, 
	storage_device TEXT, 
	slot TEXT, 
	CONSTRAINT fk_disc_copy_id_copy FOREIGN KEY(copy_id) REFERENCES copy (id), 
	CONSTRAINT fk_disc_place_id_place FOREIGN KEY(place_id) REFERENCES place (id)
);

CREATE TABLE document (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind TEXT NOT NULL, 
	site TEXT, 
	title TEXT, 
	sha256 TEXT NOT NULL, 
	read_at TEXT NOT NULL, 
	sections JSON NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT uq_document_sha256 UNIQUE (sha256)
);

CREATE TABLE "edition" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	edition_title TEXT, 
	edition_name TEXT, 
	barcode TEXT, 
	format TEXT, 
	country TEXT, 
	certification TEXT, 
	nr_discs INTEGER, 
	distributor TEXT, 
	edition_release_date TEXT, 
	packaging TEXT, 
	slipcover BOOLEAN, 
	video_standard TEXT, 
	layers TEXT, 
	hdr TEXT, 
	three_d BOOLEAN, 
	chapters INTEGER, 
	list_price_amount NUMERIC, 
	list_price_currency TEXT, 
	box_set_id INTEGER, 
	CONSTRAINT fk_edition_box_set_id_edition FOREIGN KEY(box_set_id) REFERENCES edition (id)
);

CREATE TABLE edition_item (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	edition_id INTEGER NOT NULL, 
	field TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	value TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	CONSTRAINT fk_edition_item_edition_id_edition FOREIGN KEY(edition_id) REFERENCES edition (id)
);

CREATE TABLE fact (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	document_id INTEGER NOT NULL, 
	about TEXT NOT NULL, 
	record_id INTEGER, 
	field TEXT NOT NULL, 
	subject TEXT, 
	position INTEGER NOT NULL, 
	value JSON NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	confidence FLOAT NOT NULL, 
	reason TEXT, 
	alternatives JSON, 
	CONSTRAINT fk_fact_document_id_document FOREIGN KEY(document_id) REFERENCES document (id)
);

CREATE TABLE "film" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	title TEXT, 
	original_title TEXT, 
	sort_title TEXT, 
	kind TEXT, 
	year INTEGER, 
	release_date TEXT, 
	runtime_minutes INTEGER, 
	color TEXT, 
	aspect_ratio TEXT, 
	tagline TEXT, 
	series TEXT, 
	series_number INTEGER, 
	budget_amount NUMERIC, 
	budget_currency TEXT, 
	after_credits_scene BOOLEAN, 
	after_credits_note TEXT, 
	deleted_at TEXT, 
	parent_id INTEGER, 
	season INTEGER, 
	episode INTEGER, my_rating INTEGER, 
	CONSTRAINT fk_film_parent_id_film FOREIGN KEY(parent_id) REFERENCES film (id)
);

CREATE TABLE film_item (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	film_id INTEGER NOT NULL, 
	field TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	value TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	CONSTRAINT fk_film_item_film_id_film FOREIGN KEY(film_id) REFERENCES film (id)
);

CREATE TABLE film_text (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	film_id INTEGER NOT NULL, 
	document_id INTEGER, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	author TEXT, 
	heading TEXT, 
	body TEXT NOT NULL, 
	CONSTRAINT fk_film_text_document_id_document FOREIGN KEY(document_id) REFERENCES document (id), 
	CONSTRAINT fk_film_text_film_id_film FOREIGN KEY(film_id) REFERENCES film (id)
);

CREATE INDEX ix_attachment_document_id ON attachment (document_id);

CREATE INDEX ix_attachment_film_id ON attachment (film_id);

CREATE INDEX ix_choice_about_record_id ON choice (about, record_id);

CREATE INDEX ix_contact_folded ON contact (folded);

CREATE INDEX ix_contents_edition_id ON contents (edition_id);

CREATE INDEX ix_contents_film_id ON contents (film_id);

CREATE INDEX ix_copy_edition_id ON copy (edition_id);

CREATE INDEX ix_copy_place_id ON copy (place_id);

CREATE INDEX ix_copy_tag_copy_id ON copy_tag (copy_id);

CREATE INDEX ix_copy_tag_tag_id ON copy_tag (tag_id);

CREATE INDEX ix_credit_film_id ON credit (film_id);

CREATE INDEX ix_credit_person_id ON credit (person_id);

CREATE INDEX ix_custom_value_about_record_id ON custom_value (about, record_id);

CREATE INDEX ix_custom_value_field_comparable ON custom_value (field, comparable, record_id);

CREATE INDEX ix_disc_copy_id ON disc (copy_id);

CREATE INDEX ix_disc_place_id ON disc (place_id);

CREATE INDEX ix_edition_box_set_id ON edition (box_set_id);

CREATE INDEX ix_edition_item_edition_id ON edition_item (edition_id);

CREATE INDEX ix_edition_item_field_folded ON edition_item (field, folded, edition_id);

CREATE INDEX ix_fact_about_record_id ON fact (about, record_id);

CREATE INDEX ix_fact_document_id ON fact (document_id);

CREATE INDEX ix_film_item_field_folded ON film_item (field, folded, film_id);

CREATE INDEX ix_film_item_film_id ON film_item (film_id);

CREATE INDEX ix_film_parent_id ON film (parent_id);

CREATE INDEX ix_film_text_document_id ON film_text (document_id);

CREATE INDEX ix_film_text_film_id ON film_text (film_id);

CREATE INDEX ix_loan_contact_id ON loan (contact_id);

CREATE INDEX ix_loan_copy_id ON loan (copy_id);

CREATE INDEX ix_operation_reverts ON operation (reverts) WHERE reverts IS NOT NULL;

CREATE INDEX ix_operation_undone_by ON operation (undone_by);

CREATE INDEX ix_person_folded ON person (folded);

CREATE INDEX ix_picture_copy_id ON picture (copy_id);

CREATE INDEX ix_picture_sha256 ON picture (sha256);

CREATE INDEX ix_place_folded ON place (folded);

CREATE INDEX ix_place_parent_id ON place (parent_id);

CREATE INDEX ix_review_about_record_id ON review (about, record_id);

CREATE INDEX ix_row_change_operation_id ON row_change (operation_id);

CREATE INDEX ix_row_change_owner ON row_change (table_name, owner_id) WHERE owner_id IS NOT NULL;

CREATE INDEX ix_row_change_ranges ON row_change (table_name, first_id, last_id) WHERE last_id > first_id;

CREATE INDEX ix_row_change_table_name_first_id ON row_change (table_name, first_id);

CREATE INDEX ix_saved_search_folded ON saved_search (folded);

CREATE INDEX ix_tag_folded ON tag (folded);

CREATE INDEX ix_trashed_contents_edition_id ON trashed_contents (edition_id);

CREATE INDEX ix_trashed_contents_film_id ON trashed_contents (film_id);

CREATE INDEX ix_viewing_film_id ON viewing (film_id);

CREATE TABLE loan (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	copy_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	lent TEXT, 
	due TEXT, 
	returned TEXT, 
	note TEXT, 
	CONSTRAINT fk_loan_contact_id_contact FOREIGN KEY(contact_id) REFERENCES contact (id), 
	CONSTRAINT fk_loan_copy_id_copy FOREIGN KEY(copy_id) REFERENCES copy (id)
);

CREATE TABLE operation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at TEXT NOT NULL, 
	label TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	undone_by INTEGER, 
	dropped BOOLEAN NOT NULL, reverts INTEGER, 
	CONSTRAINT fk_operation_undone_by_operation FOREIGN KEY(undone_by) REFERENCES operation (id)
);

CREATE TABLE "person" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	sort_name TEXT, 
	folded TEXT NOT NULL, 
	identity TEXT NOT NULL, qualifier TEXT, external_ids JSON, 
	CONSTRAINT uq_person_identity UNIQUE (identity)
);

CREATE TABLE picture (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	copy_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	CONSTRAINT fk_picture_copy_id_copy FOREIGN KEY(copy_id) REFERENCES copy (id), 
	CONSTRAINT uq_picture_copy_id_role UNIQUE (copy_id, role)
);

CREATE TABLE "place" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	parent_id INTEGER, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	capacity INTEGER, 
	notes TEXT, 
	position INTEGER, 
	identity TEXT NOT NULL, 
	CONSTRAINT fk_place_parent_id_place FOREIGN KEY(parent_id) REFERENCES place (id), 
	CONSTRAINT uq_place_identity UNIQUE (identity)
);

CREATE TABLE review (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	about TEXT NOT NULL, 
	record_id INTEGER NOT NULL, 
	field TEXT NOT NULL, 
	subject TEXT, 
	reason TEXT NOT NULL, 
	alternatives JSON
);

CREATE TABLE row_change (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	operation_id INTEGER NOT NULL, 
	table_name TEXT NOT NULL, 
	action TEXT NOT NULL, 
	first_id INTEGER NOT NULL, 
	last_id INTEGER NOT NULL, 
	data JSON, owner_id INTEGER, 
	CONSTRAINT fk_row_change_operation_id_operation FOREIGN KEY(operation_id) REFERENCES operation (id)
);

CREATE TABLE "saved_search" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	"query" TEXT NOT NULL, 
	sort JSON NOT NULL, 
	scope TEXT, 
	identity TEXT NOT NULL, 
	CONSTRAINT uq_saved_search_identity UNIQUE (identity)
);

CREATE TABLE "spelling" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	field TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	old TEXT NOT NULL, 
	new TEXT, 
	identity TEXT NOT NULL, 
	CONSTRAINT uq_spelling_field_identity UNIQUE (field, identity)
);

CREATE TABLE "tag" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	identity TEXT NOT NULL, 
	CONSTRAINT uq_tag_identity UNIQUE (identity)
);

CREATE TABLE trashed_contents (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	edition_id INTEGER NOT NULL, 
	film_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	disc INTEGER, 
	cut TEXT, 
	CONSTRAINT fk_trashed_contents_edition_id_edition FOREIGN KEY(edition_id) REFERENCES edition (id), 
	CONSTRAINT fk_trashed_contents_film_id_film FOREIGN KEY(film_id) REFERENCES film (id)
);

CREATE TABLE viewing (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	film_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	seen_on TEXT, 
	who TEXT, 
	place TEXT, 
	rating INTEGER, 
	CONSTRAINT fk_viewing_film_id_film FOREIGN KEY(film_id) REFERENCES film (id)
);
