#include "ui/mutes.h"

#include "base/i18n.h"
#include "text/fold.h"
#include "ui/app.h"
#include "ui/format.h"
#include "ui/settings_view.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *prefix;
	enum mute_kind kind;
} kinds[] = {{"source:", MUTE_SOURCE}, {"section:", MUTE_SECTION}};

void mutes_init(struct mutes *mutes)
{
	memset(mutes, 0, sizeof(*mutes));
	arena_init(&mutes->arena);
}

void mutes_release(struct mutes *mutes)
{
	arena_release(&mutes->arena);
	mutes->rows = NULL;
	mutes->count = mutes->cap = 0;
	memset(mutes->known, 0, sizeof(mutes->known));
}

/* --- rules ---------------------------------------------------------------------- */

/* "Thể thao" is "/the-thao/" in addresses. */
static void make_slug(struct str *folded)
{
	for (size_t i = 0; i < folded->len; i++)
		if (folded->data[i] == ' ')
			folded->data[i] = '-';
}

static bool has_marks(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] >= 0x80)
			return true;
	return false;
}

/* Folded, each word between blanks: " xổ số ". */
static void add_words(struct str *out, const char *text, bool is_exact)
{
	str_add_char(out, ' ');
	if (is_exact)
		text_fold_exact(out, text, strlen(text));
	else
		text_fold(out, text, strlen(text));
	str_add_char(out, ' ');
	for (size_t i = 0; i < out->len; i++)
		if (ispunct((unsigned char)out->data[i]))
			out->data[i] = ' ';
}

static bool has_words(const char *text, const struct mute *mute)
{
	struct str words;
	bool is_found;

	str_init(&words);
	add_words(&words, text, mute->is_exact);
	is_found = strstr(words.data, mute->folded) != NULL;
	str_release(&words);
	return is_found;
}

static void add_rule(struct mutes *mutes, const char *text, size_t len)
{
	struct mute *row;
	struct str folded;
	size_t from = 0;

	while (len > 0 && text[0] == ' ')
		text++, len--;
	while (len > 0 && text[len - 1] == ' ')
		len--;
	if (len == 0)
		return;
	mutes->rows = arena_grow(&mutes->arena, mutes->rows, &mutes->cap,
	    mutes->count + 1, sizeof(*mutes->rows));
	row = &mutes->rows[mutes->count];
	row->kind = MUTE_WORDS;
	row->written = arena_dup_len(&mutes->arena, text, len);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (!str_starts(row->written, kinds[i].prefix))
			continue;
		row->kind = kinds[i].kind;
		from = strlen(kinds[i].prefix);
		from += strspn(row->written + from, " ");
	}
	row->is_exact = row->kind == MUTE_WORDS && has_marks(text, len);
	str_init(&folded);
	if (row->kind == MUTE_WORDS)
		add_words(&folded, row->written, row->is_exact);
	else
		text_fold(&folded, text + from, len - from);
	if (row->kind == MUTE_SECTION)
		make_slug(&folded);
	row->folded = arena_dup(&mutes->arena, folded.data);
	/* nothing would hide all */
	mutes->count += strspn(folded.data, " ") < folded.len;
	str_release(&folded);
}

void mutes_read(struct mutes *mutes, const char *setting)
{
	mutes_release(mutes);
	while (*setting != '\0') {
		size_t len = strcspn(setting, "|");

		add_rule(mutes, setting, len);
		setting += len;
		setting += *setting == '|';
	}
}

void mutes_add_setting(const struct mutes *mutes, const char *added,
    size_t taken_out, struct str *out)
{
	for (size_t i = 0; i < mutes->count; i++)
		if (i != taken_out)
			str_addf(out, "%s%s", out->len > 0 ? " | " : "",
			    mutes->rows[i].written);
	if (added != NULL)
		str_addf(out, "%s%s", out->len > 0 ? " | " : "", added);
}

/* A folder of the address, or what its first word is: "/the-thao-12/". */
static bool has_section(const char *link, const char *slug)
{
	size_t len = strlen(slug);
	const char *at = strstr(link, "://");

	at = at == NULL ? link : at + 3;
	while ((at = strchr(at, '/')) != NULL) {
		const char *end = ++at;

		if (strncmp(at, slug, len) != 0)
			continue;
		end += len;
		end += strspn(end, "-0123456789");
		if (*end == '/' || str_equal(end, ".htm") ||
		    str_equal(end, ".html"))
			return true;
	}
	return false;
}

static bool is_hidden_by(const struct mute *mute,
    const struct article_row *row)
{
	struct str source;
	bool is_same;

	switch (mute->kind) {
	case MUTE_WORDS:
		return has_words(row->title, mute) ||
		    has_words(row->lead, mute);
	case MUTE_SOURCE:
		str_init(&source);
		text_fold(&source, row->source_title,
		    strlen(row->source_title));
		is_same = str_equal(source.data, mute->folded);
		str_release(&source);
		return is_same;
	case MUTE_SECTION:
		return has_section(row->link, mute->folded);
	}
	return false;
}

bool mutes_hide(struct mutes *mutes, const struct article_row *row)
{
	size_t seat = (size_t)row->id % MUTES_KNOWN;
	bool is_hidden = false;

	if (mutes->known[seat].id == row->id)
		return mutes->known[seat].is_hidden;
	for (size_t i = 0; i < mutes->count && !is_hidden; i++)
		is_hidden = is_hidden_by(&mutes->rows[i], row);
	mutes->known[seat].id = row->id;
	mutes->known[seat].is_hidden = is_hidden;
	return is_hidden;
}

/* --- commands --------------------------------------------------------------------- */

/* Kept as a setting; the former one is what u brings back. */
static bool change(struct ui *ui, const char *setting)
{
	char *before = mem_dup(config_text(ui->config, "mute"));

	if (!settings_change(ui, "mute", setting)) {
		free(before);
		return false;
	}
	free(ui->mutes_before);
	ui->mutes_before = before;
	return true;
}

static void say(struct ui *ui, const char *sentence, const char *rule)
{
	struct str message;

	str_init(&message);
	str_addf(&message, sentence, rule);
	format_dot(&message);
	str_add(&message, _("u undoes"));
	status_say(ui, message.data);
	str_release(&message);
}

void mutes_ask(struct ui *ui)
{
	prompt_open(ui, PROMPT_MUTE);
}

bool mutes_accept(struct ui *ui, const char *text)
{
	struct str setting;

	prompt_close(ui);
	if (text[strspn(text, " |")] == '\0')
		return true;
	str_init(&setting);
	mutes_add_setting(&ui->list.mutes, text, SIZE_MAX, &setting);
	if (change(ui, setting.data))
		say(ui, _("Hidden: %s"), text);
	str_release(&setting);
	return true;
}

void mutes_forget(struct ui *ui)
{
	free(ui->mutes_before);
	ui->mutes_before = NULL;
}

bool mutes_undo(struct ui *ui)
{
	char *before = ui->mutes_before;

	if (before == NULL)
		return false;
	ui->mutes_before = NULL;
	if (settings_change(ui, "mute", before))
		status_say(ui, _("Undone: what is hidden is as it was"));
	free(before);
	return true;
}

/* --- the screen of them -------------------------------------------------------------- */

static void fill(struct ui *ui)
{
	const struct mutes *mutes = &ui->list.mutes;

	ui->sheet.title = _("Hidden news");
	for (size_t i = 0; i < mutes->count; i++) {
		struct sheet_line *line = sheet_add(ui,
		    mutes->rows[i].written, ROLE_TEXT);

		line->is_selectable = true;
		line->target = (int64_t)i;
	}
	if (mutes->count == 0)
		sheet_add(ui, _("Nothing is hidden."), ROLE_TEXT);
	sheet_add(ui, "", ROLE_TEXT);
	sheet_add_wrapped(ui, _("Words hide what has them in title or lead; "
	    "source:NAME and section:NAME hide those."), ROLE_DIM);
}

static void take_out(struct ui *ui, const struct sheet_line *line)
{
	size_t number = (size_t)line->target;
	char *rule = mem_dup(ui->list.mutes.rows[number].written);
	struct str setting;

	str_init(&setting);
	mutes_add_setting(&ui->list.mutes, NULL, number, &setting);
	if (change(ui, setting.data))
		say(ui, _("Shown again: %s"), rule);
	str_release(&setting);
	free(rule);
}

void mutes_open(struct ui *ui)
{
	sheet_view_open(ui, SHEET_MUTES, 0);
}

const struct sheet_ops mutes_ops = {
	.name = N_("Enter shows them again"),
	.fill = fill,
	.open = take_out,
};
