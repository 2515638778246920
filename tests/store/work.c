#include "store/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/drafts.h"
#include "store/internal.h"
#include "store/model.h"
#include "store/search.h"

static size_t draw(struct work *work, size_t below)
{
	work->seed ^= work->seed >> 12;
	work->seed ^= work->seed << 25;
	work->seed ^= work->seed >> 27;
	return (size_t)((work->seed * UINT64_C(0x2545F4914F6CDD1D)) >> 33) %
	    below;
}

static void say(struct work *work, enum fact_kind kind, int key, int value)
{
	struct fact fact = {kind, key, value};

	if (work->fd >= 0 &&
	    write(work->fd, &fact, sizeof(fact)) != sizeof(fact))
		_exit(4);
}

static void acknowledge(struct work *work)
{
	say(work, FACT_ACK, 0, 0);
}

/* What a kill cannot take once it has been committed. */
static bool commit(struct work *work)
{
	if (work->is_killed)
		acknowledge(work);
	return true;
}

static bool sync_all(struct work *work)
{
	if (!store_sync(work->background, &work->err))
		return false;
	acknowledge(work);
	return true;
}

static bool open_as(struct work *work, enum store_role role,
    struct store **store)
{
	*store = store_open(work->path, role, &work->err);
	return *store != NULL;
}

/* The reader's two handles; here of one thread, which is allowed. */
static bool open_reader(struct work *work)
{
	return open_as(work, STORE_BACKGROUND, &work->background) &&
	    open_as(work, STORE_SCREEN, &work->screen);
}

/* --- what a refresh writes -------------------------------------------------- */

static struct article_draft draft_of(struct work *work, int number)
{
	struct article_draft draft = {0};
	struct block_list list = {0};
	struct str bytes;
	char *text = arena_printf(&work->arena, "Nước sông Lệ Khê tại thôn "
	    "Bàu Sậy lên %d cm; cầu Bến Sỏi cấm xe, xã Trằm Mây họp lúc "
	    "%d giờ. Bà con Cồn Dương chuyển lúa lên gác số %d.", number,
	    number % 24, number * 7);

	draft.title = arena_printf(&work->arena, "Lũ số %d", number);
	draft.link = model_link(number, &work->arena);
	draft.address = draft.link + strlen("https:");
	draft.lead = text;
	draft.keys[draft.key_count++] = (struct article_key){
	    ARTICLE_KEY_LINK, draft.address};
	draft.keys[draft.key_count++] = (struct article_key){
	    ARTICLE_KEY_TITLE, draft.title};
	draft.published = NOW + number;
	str_init(&bytes);
	for (int i = 0; i < 1 + number % 5; i++)
		block_add(&list, &work->arena, BLOCK_PARAGRAPH, text,
		    strlen(text));
	block_encode(&bytes, &list);
	draft.body = arena_dup_len(&work->arena, bytes.data, bytes.len);
	draft.body_len = bytes.len;
	str_release(&bytes);
	return draft;
}

static bool save_some(struct work *work, int64_t source)
{
	struct article_draft drafts[8];
	struct source try = {.id = source, .health = HEALTH_GOOD,
	    .last_success = NOW};
	struct save_counts counts;
	size_t count = 1 + draw(work, ARRAY_LEN(drafts));

	for (size_t i = 0; i < count; i++) {
		drafts[i] = draft_of(work, work->next);
		say(work, FACT_ARTICLE, work->next++, 1);
	}
	try.etag = try.last_modified = try.repairs = arena_dup(&work->arena,
	    "");
	return store_save_articles(work->background, source, drafts, count,
	    &try, NOW, &counts, &work->err) && commit(work);
}

static bool save_pages(struct work *work)
{
	struct page_job *jobs;
	struct page page = {0};
	size_t count;

	if (!store_claim_pages(work->background, NOW, 3, &work->arena, &jobs,
	    &count, &work->err))
		return false;
	for (size_t i = 0; i < count; i++) {
		char *text = arena_printf(&work->arena, "Trang của %s: nước "
		    "lũ rút dần trên sông Lệ Khê.", jobs[i].title);

		page.body = (struct block_list){0};
		block_add(&page.body, &work->arena, BLOCK_PARAGRAPH, text,
		    strlen(text));
		if (!store_save_page(work->background, jobs[i].page_id,
		    PAGE_READY, &page, text, strlen(text), NULL, NOW,
		    &work->err))
			return false;
	}
	return true;
}

static bool save_terms(struct work *work)
{
	struct relate_job *jobs;
	bool is_mine, did;
	size_t count;

	if (!store_read_unrelated(work->background, false, 0, 4, &work->arena,
	    &jobs, &count, &work->err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!store_claim_counted(work->background,
		    &jobs[i].article_id, 1, &is_mine, &work->err))
			return false;
	if (!store_read_unrelated(work->background, true, 0, 4, &work->arena,
	    &jobs, &count, &work->err))
		return false;
	for (size_t i = 0; i < count; i++) {
		uint32_t terms[] = {77, 78,
		    (uint32_t)jobs[i].article_id + 100};
		struct relate_entry entry = {jobs[i].article_id, terms,
		    ARRAY_LEN(terms), i > 0 ? jobs[i - 1].article_id : 0};

		if (!store_save_related(work->background, &entry, 1,
		    &work->err))
			return false;
	}
	return store_order_lists(work->background, clock_nanos() + 1000000,
	    &did, &work->err);
}

static bool pack_some(struct work *work)
{
	bool did;

	return store_pack_some(work->background, clock_nanos() + 1000000,
	    &did, &work->err);
}

static bool index_some(struct work *work)
{
	bool did;

	return store_index_some(work->background, clock_nanos() + 3000000,
	    true, &did, &work->err);
}

/* --- what a reader does ----------------------------------------------------- */

static int number_of(const struct article_row *row)
{
	return (int)strtol(strrchr(row->link, '/') + 1, NULL, 10);
}

static bool pick_row(struct work *work, struct store *store,
    struct article_row *row, bool *found)
{
	struct query query = {.limit = 30, .is_unread_only = true};
	struct article_row *rows;
	size_t count;

	if (!store_read_articles(store, &query, &work->arena, &rows, &count,
	    &work->err))
		return false;
	*found = count > 0;
	if (*found)
		*row = rows[draw(work, count)];
	return true;
}

static bool undo(struct work *work, struct store *store)
{
	struct store_change change;
	bool found;

	return store_undo(store, NOW, &work->arena, &change, &found,
	    &work->err) && commit(work);
}

/* On, or off where it is on; and perhaps back. */
static bool tag_one(struct work *work, struct store *store,
    const struct article_row *row)
{
	int64_t changed;
	size_t count;
	char **tags;

	if (!store_read_tags(store, row->id, &work->arena, &tags, &count,
	    &work->err))
		return false;
	say(work, FACT_TAGGED, number_of(row), count == 0);
	if (!store_tag(store, MODEL_TAG, count == 0, &row->id, 1, NULL, NOW,
	    &changed, &work->err))
		return false;
	commit(work);
	if (draw(work, 3) != 0)
		return true;
	say(work, FACT_TAGGED, number_of(row), count != 0);
	return undo(work, store);
}

/* Save a search, rename it, or remove it; and perhaps back. */
static bool change_search(struct work *work, struct store *store)
{
	int number = (int)draw(work, 8), was = 0, is = 1;
	const char *query = model_search(number, &work->arena);
	struct saved_search *searches;
	size_t count, at = 0;
	bool is_done, found;
	int64_t id;

	if (!store_read_searches(store, &work->arena, &searches, &count,
	    &work->err))
		return false;
	while (at < count && strcmp(searches[at].query, query) != 0)
		at++;
	if (at < count) {
		was = strcmp(searches[at].title, query) == 0 ? 1 : 2;
		is = was == 1 && draw(work, 2) == 0 ? 2 : 0;
	}
	say(work, FACT_SEARCH, number, is);
	is_done = is == 1 ? store_save_search(store, NULL, query, NOW, &id,
	    &found, &work->err) :
	    is == 2 ? store_change_search(store, searches[at].id, "Lũ", NULL,
	    NOW, &found, &work->err) :
	    store_remove_search(store, searches[at].id, NOW, &found,
	    &work->err);
	if (!is_done)
		return false;
	commit(work);
	if (draw(work, 3) != 0)
		return true;
	say(work, FACT_SEARCH, number, was);
	return undo(work, store);
}

static bool mark_one(struct work *work, struct store *store)
{
	struct article_row row;
	int64_t changed;
	bool found;

	if (work->fd >= 0 && draw(work, 6) == 0)
		return change_search(work, store);
	if (!pick_row(work, store, &row, &found))
		return false;
	if (!found)
		return true;
	if (draw(work, 4) == 0)
		return tag_one(work, store, &row);
	if (draw(work, 2) == 0) {
		say(work, FACT_STARRED, number_of(&row), !row.is_starred);
		return store_mark(store, row.is_starred ? MARK_UNSTARRED :
		    MARK_STARRED, &row.id, 1, NULL, NOW, &changed,
		    &work->err) && commit(work) &&
		    store_set_position(store, row.id, 3, &work->err);
	}
	say(work, FACT_READ, number_of(&row), 1);
	if (!store_mark(store, MARK_READ, &row.id, 1, NULL, NOW, &changed,
	    &work->err))
		return false;
	commit(work);
	if (draw(work, 3) != 0)
		return true;
	say(work, FACT_READ, number_of(&row), 0);
	return undo(work, store);
}

static bool mark_all(struct work *work, struct store *store, bool is_undone)
{
	struct query query = {.is_unread_only = true,
	    .source_id = 1 + (int64_t)draw(work, WORK_SOURCES)};
	struct article_row *rows;
	int64_t changed;
	size_t count;

	if (!store_read_articles(store, &query, &work->arena, &rows, &count,
	    &work->err))
		return false;
	for (size_t i = 0; i < count; i++)
		say(work, FACT_READ, number_of(&rows[i]), 1);
	if (!store_mark(store, MARK_READ, NULL, 0, &query, NOW, &changed,
	    &work->err))
		return false;
	commit(work);
	for (size_t i = 0; i < count && is_undone; i++)
		say(work, FACT_READ, number_of(&rows[i]), 0);
	return !is_undone || count == 0 || undo(work, store);
}

static bool change_source(struct work *work, struct store *store)
{
	static const char *const tags[] = {"xã", "huyện"};
	int number = 10 + (int)draw(work, 20);
	struct source_draft draft = {.kind = SOURCE_FEED, .tags = tags,
	    .url = model_source(number, &work->arena), .tag_count = 2};
	struct source source;
	bool found, is_new;
	int64_t id;

	if (!store_find_source(store, draft.url, &work->arena, &source,
	    &found, &work->err))
		return false;
	say(work, FACT_SOURCE, number, !found);
	if (found)
		return store_remove_source(store, source.id, NOW,
		    &work->err) && commit(work);
	return store_add_source(store, &draft, NOW, &id, &is_new,
	    &work->err) && commit(work);
}

/* --- scenes ----------------------------------------------------------------- */

/* A refresh stores while the reader marks. */
static bool play_refresh(struct work *work)
{
	if (!open_reader(work))
		return false;
	for (int i = 0; i < 10; i++) {
		if (!save_some(work, 1 + (int64_t)draw(work, WORK_SOURCES)) ||
		    !save_pages(work) || !save_terms(work) ||
		    (i % 2 == 0 && !mark_one(work, work->screen)) ||
		    (i % 3 == 2 && !sync_all(work)))
			return false;
	}
	return sync_all(work);
}

static bool play_mark(struct work *work)
{
	if (!open_reader(work))
		return false;
	for (int i = 0; i < 16; i++) {
		bool is_done = draw(work, 6) == 0 ?
		    mark_all(work, work->screen, draw(work, 2) == 0) :
		    mark_one(work, work->screen);

		if (!is_done || (draw(work, 3) == 0 && !sync_all(work)))
			return false;
	}
	return sync_all(work);
}

/* One command after the other, each with its own handle. */
static bool play_commands(struct work *work)
{
	for (int i = 0; i < 6; i++) {
		bool is_done;

		if (!open_as(work, STORE_COMMAND, &work->command))
			return false;
		switch (draw(work, 4)) {
		case 0:
			is_done = change_source(work, work->command);
			break;
		case 1:
			is_done = mark_all(work, work->command, true);
			break;
		default:
			is_done = mark_one(work, work->command);
		}
		if (!is_done)
			return false;
		acknowledge(work);
		store_close(work->command);
		work->command = NULL;
	}
	return true;
}

static bool play_steps(struct work *work)
{
	if (!open_reader(work))
		return false;
	for (int i = 0; i < 6; i++) {
		if (!save_some(work, 1 + i) || !index_some(work) ||
		    !pack_some(work) || !save_terms(work) ||
		    !mark_one(work, work->screen) || !index_some(work))
			return false;
	}
	return sync_all(work);
}

static bool play_migrate(struct work *work)
{
	if (!open_as(work, STORE_COMMAND, &work->command))
		return false;
	acknowledge(work);
	store_close(work->command);
	work->command = NULL;
	return play_steps(work);
}

static bool play_export(struct work *work)
{
	if (!open_as(work, STORE_COMMAND, &work->command) ||
	    !mark_one(work, work->command))
		return false;
	acknowledge(work);
	return store_export(work->command, work->other, &work->err) &&
	    mark_one(work, work->command);
}

enum { OTHERS_SEARCH = 100 }; /* numbers of another cache's, from it on */

static bool say_tagged(struct work *work, struct store *store)
{
	struct query query = {.tag = MODEL_TAG};
	struct article_row *rows;
	size_t count;

	if (!store_read_articles(store, &query, &work->arena, &rows, &count,
	    &work->err))
		return false;
	for (size_t i = 0; i < count; i++)
		say(work, FACT_TAGGED, number_of(&rows[i]), 1);
	return true;
}

/* The same number is not given twice: to the articles of another cache. */
static bool make_other(struct work *work)
{
	struct store *kept = work->background;
	struct store *other = store_open(work->other, STORE_BACKGROUND,
	    &work->err);
	int fd = work->fd;
	bool is_done = other != NULL;

	work->fd = -1;
	work->background = other;
	for (int i = 1; is_done && i <= WORK_SOURCES; i++) {
		struct source_draft draft = {.kind = SOURCE_FEED,
		    .url = model_source(i, &work->arena)};

		is_done = store_add_source(other, &draft, NOW,
		    &(int64_t){0}, &(bool){false}, &work->err);
	}
	for (int i = 0; is_done && i < 12; i++)
		is_done = save_some(work, 1 + i % WORK_SOURCES) &&
		    (i % 2 == 0 || mark_one(work, other));
	for (int i = 0; is_done && i < 3; i++)
		is_done = store_save_search(other, NULL, model_search(
		    OTHERS_SEARCH + i, &work->arena), NOW, &(int64_t){0},
		    &(bool){false}, &work->err);
	store_close(other);
	work->background = kept;
	work->fd = fd;
	return is_done;
}

/* What another cache holds comes to this one, and is there at the end. */
static bool play_import(struct work *work)
{
	struct import_counts counts;
	struct article_row *rows;
	struct query query = {0};
	struct store *other;
	size_t count = 0;
	bool is_done;

	unlink(work->other);
	if (!make_other(work))
		return false;
	other = store_open(work->other, STORE_SCREEN, &work->err);
	is_done = other != NULL && store_read_articles(other, &query,
	    &work->arena, &rows, &count, &work->err) &&
	    say_tagged(work, other);
	store_close(other);
	for (int i = 0; i < 3; i++)
		say(work, FACT_SEARCH, OTHERS_SEARCH + i, 1);
	for (size_t i = 0; is_done && i < count; i++) {
		say(work, FACT_ARTICLE, number_of(&rows[i]), 1);
		if (!rows[i].is_unread)
			say(work, FACT_READ, number_of(&rows[i]), 1);
		if (rows[i].is_starred)
			say(work, FACT_STARRED, number_of(&rows[i]), 1);
	}
	is_done = is_done && open_as(work, STORE_COMMAND, &work->command) &&
	    store_import(work->command, work->other, NOW, NULL, NULL,
	    &counts, &work->err);
	if (is_done)
		acknowledge(work);
	return is_done && mark_one(work, work->command);
}

static bool is_tagged(struct work *work, int64_t id)
{
	size_t count = 0;
	char **tags;

	return store_read_tags(work->command, id, &work->arena, &tags, &count,
	    &work->err) && count > 0;
}

/* What may go: all that is neither starred nor tagged. */
static bool say_purged(struct work *work)
{
	struct query query = {0};
	struct article_row *rows;
	size_t count;

	if (!store_read_articles(work->command, &query, &work->arena, &rows,
	    &count, &work->err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!rows[i].is_starred && !is_tagged(work, rows[i].id))
			say(work, FACT_ARTICLE, number_of(&rows[i]), 0);
	}
	return true;
}

/* Old articles go, in steps; starred ones stay; the file is cut. */
static bool play_purge(struct work *work)
{
	struct purge_rules rules = {.keep = {.articles =
	    4 + (int64_t)draw(work, 20)}};
	struct purge_counts counts = {{0}};
	struct store_purge *purge;
	bool is_done, did = true;

	if (!open_as(work, STORE_COMMAND, &work->command) ||
	    !mark_one(work, work->command))
		return false;
	acknowledge(work);
	if (!say_purged(work))
		return false;
	purge = store_begin_purge(work->command, &rules, NOW, &work->err);
	for (is_done = purge != NULL; is_done && did;)
		is_done = store_purge_some(purge, clock_nanos() + 500000,
		    &counts, &did, &work->err);
	store_end_purge(purge);
	/* how many of them have gone is for the purge to say */
	say(work, FACT_FAILED, 0, 0);
	for (did = true; is_done && did;)
		is_done = store_shrink_some(work->command, clock_nanos() +
		    500000, &did, &work->err);
	if (!is_done || !store_settle_log(work->command, &work->err) ||
	    !mark_one(work, work->command))
		return false;
	acknowledge(work);
	return true;
}

const struct scene scenes[] = {
    {"refresh", play_refresh, false},
    {"mark", play_mark, false},
    {"commands", play_commands, false},
    {"steps", play_steps, false},
    {"migrate", play_migrate, true},
    {"export", play_export, false},
    {"import", play_import, false},
    {"purge and compact", play_purge, false},
};
const size_t scene_count = ARRAY_LEN(scenes);

/* After what failed: nothing but the cause is in the way. */
static bool go_on(struct work *work)
{
	say(work, FACT_FAILED, 0, 0);
	work->mend();
	if (work->background != NULL && (!save_some(work, 1) ||
	    !sync_all(work)))
		return false;
	if (work->screen != NULL && !mark_one(work, work->screen))
		return false;
	return work->command == NULL || mark_one(work, work->command);
}

bool work_run(struct work *work, const struct scene *scene, bool *goes_on)
{
	bool is_done = scene->run(work);
	struct error first = work->err;

	*goes_on = is_done || (work->mend != NULL && go_on(work));
	if (*goes_on)
		work->err = first;
	store_close(work->command);
	store_close(work->background);
	store_close(work->screen);
	work->command = work->background = work->screen = NULL;
	return is_done;
}

void work_make(const char *path)
{
	struct work work = {.path = path, .fd = -1, .seed = 7, .next = 1};
	struct store *store = store_open(path, STORE_COMMAND, &work.err);
	bool is_done = store != NULL, goes_on;

	for (int i = 1; is_done && i <= WORK_SOURCES; i++) {
		struct source_draft draft = {.kind = SOURCE_FEED,
		    .url = model_source(i, &work.arena)};

		is_done = store_add_source(store, &draft, NOW,
		    &(int64_t){0}, &(bool){false}, &work.err);
	}
	store_close(store);
	for (int i = 0; is_done && i < 6; i++)
		is_done = work_run(&work, &scenes[0], &goes_on);
	if (!is_done)
		fprintf(stderr, "a cache to begin with: error %d (%ld)\n",
		    (int)work.err.code, work.err.number);
	arena_release(&work.arena);
}

void work_make_old(const char *path)
{
	static const char *const fill[] = {
	    "INSERT INTO source (url, address, title, kind, place, added,"
	    " total, unread) WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
	    " FROM n WHERE i < 6) SELECT 'https://x.vn/rss/' || i,"
	    " '//x.vn/rss/' || i, 'Nguồn ' || i, 1, i, 1763000000, 40, 30"
	    " FROM n",
	    "INSERT INTO page (address_hash, url, state, published, words)"
	    " WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
	    " WHERE i < 240) SELECT i * 7919, 'https://x.vn/tin/' || i, 2,"
	    " 1763000000 + i, 9 FROM n",
	    "INSERT INTO page_text SELECT id, 0, x'', 0,"
	    " x'01000000000000000000000000' FROM page",
	    "INSERT INTO article (source_id, page_id, published, is_unread,"
	    " is_starred, is_date_trusted, is_headline, relate_state, words,"
	    " first_seen, updated, content_hash) SELECT 1 + id % 6, id,"
	    " published, id / 6 % 4 <> 0, id % 11 = 0, 1, 0, 0, 0,"
	    " 1763000000, 0, id FROM page",
	    "INSERT INTO article_text SELECT id, 'Lũ số ' || id, NULL, NULL,"
	    " 'Nước sông Lệ Khê lên.' FROM article",
	    "INSERT INTO article_title SELECT id, 'lu so ' || id"
	    " FROM article",
	    "INSERT INTO article_key SELECT source_id, id * 104729, id"
	    " FROM article",
	    "UPDATE source SET unread = (SELECT count(*) FROM article"
	    " WHERE source_id = source.id AND is_unread = 1)",
	};
	struct schema old = {store_schema.steps, 1};
	struct error err = {0};
	struct store *store = store_open_schema(path, STORE_COMMAND, &old,
	    &err);
	bool is_done = store != NULL;

	for (size_t i = 0; is_done && i < ARRAY_LEN(fill); i++)
		is_done = store_execute(store, fill[i], &err);
	if (!is_done)
		fprintf(stderr, "an old cache: error %d (%ld): %s\n",
		    (int)err.code, err.number,
		    store == NULL ? "" : sqlite3_errmsg(store->db));
	store_close(store);
}
