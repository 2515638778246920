#include "layout/lines.h"

#include "base/mem.h"
#include "text/breaks.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/width.h"

#include <stdlib.h>
#include <string.h>

/*
 * What a title pays, in squared columns, for a line that ends within a name:
 * as much as lines that differ by some ten columns.
 */
enum { NAME_PENALTY = 64 };

/* What no line end may part; gap: blanks behind it. */
struct segment {
	size_t start, end;
	int width, gap;
	int words;
	int64_t at; /* columns before it, were all on one line */
};

/* The best way to set all segments before this one. */
struct step {
	int64_t cost;
	size_t from;  /* where its last line begins */
	size_t count; /* lines */
};

struct lines_work {
	uint8_t *breaks;
	struct segment *segments;
	struct step *steps;
	size_t breaks_cap, segments_cap, steps_cap, pieces_cap;
	size_t count; /* of segments */
};

void lines_init(struct lines *lines)
{
	*lines = (struct lines){
	    .work = mem_alloc_zero(1, sizeof(struct lines_work))};
}

void lines_release(struct lines *lines)
{
	free(lines->work->breaks);
	free(lines->work->segments);
	free(lines->work->steps);
	free(lines->work);
	free(lines->pieces);
	*lines = (struct lines){0};
}

static size_t skip_blanks(const char *text, size_t at, size_t end)
{
	while (at < end && text[at] == ' ')
		at++;
	return at;
}

static size_t trim_end(const char *text, size_t start, size_t end)
{
	while (end > start && (text[end - 1] == ' ' || text[end - 1] == '\n'))
		end--;
	return end;
}

static int count_words(const char *text, size_t start, size_t end)
{
	int count = 1;

	for (size_t i = start; i < end; i++)
		count += text[i] == ' ';
	return count;
}

static void add_segment(struct lines_work *work, const char *text,
    size_t start, size_t end, int gap)
{
	struct segment *segment;
	int64_t at = 0;

	if (work->count > 0) {
		segment = &work->segments[work->count - 1];
		at = segment->at + segment->width + segment->gap;
	}
	work->segments = mem_grow(work->segments, &work->segments_cap,
	    work->count + 1, sizeof(*work->segments));
	segment = &work->segments[work->count++];
	*segment = (struct segment){.start = start,
	    .end = end,
	    .width = text_width(text + start, end - start),
	    .gap = gap,
	    .words = count_words(text, start, end),
	    .at = at};
}

/* How hard it is to find a place to break a word that is too wide. */
enum difficulty { AT_BLANKS, IN_WORDS, ANYWHERE };

static void add_anywhere(struct lines_work *work, const char *text,
    size_t start, size_t end, int gap, int width)
{
	while (start < end) {
		size_t fit = text_fit(text + start, end - start, width);
		size_t used;

		if (fit == 0) { /* wider than the line by itself */
			utf8_read(text + start, end - start, &used);
			fit = used;
		}
		add_segment(work, text, start, start + fit,
		    start + fit == end ? gap : 0);
		start += fit;
	}
}

/* Add a piece of text that a line had better keep whole, if it can. */
static void add_parts(struct lines_work *work, const char *text, size_t start,
    size_t end, int gap, int width, enum difficulty difficulty)
{
	size_t at = start;

	if (text_fit(text + start, end - start, width) == end - start) {
		add_segment(work, text, start, end, gap);
		return;
	}
	if (difficulty == ANYWHERE) {
		add_anywhere(work, text, start, end, gap, width);
		return;
	}
	for (size_t i = start + 1; i <= end; i++) {
		size_t stop = trim_end(text, at, i);

		if (i < end && (work->breaks[i] != TEXT_BREAK_LATE ||
		        (difficulty == AT_BLANKS && text[i - 1] != ' ')))
			continue;
		add_parts(work, text, at, stop,
		    i == end ? gap : (int)(i - stop), width, difficulty + 1);
		at = i;
	}
}

/* Part the paragraph start..end into segments. */
static void find_segments(struct lines_work *work, const char *text,
    size_t start, size_t end, int width)
{
	size_t at = skip_blanks(text, start, end);

	work->count = 0;
	end = trim_end(text, at, end);
	for (size_t i = at + 1; i <= end; i++) {
		size_t stop;

		if (i < end && work->breaks[i] != TEXT_BREAK_MAY)
			continue;
		stop = trim_end(text, at, i);
		add_parts(work, text, at, stop, (int)(i - stop), width,
		    AT_BLANKS);
		at = i;
	}
}

static bool is_capital(const char *text, const struct segment *segment)
{
	size_t used;

	return text_is_capital(utf8_read(text + segment->start,
	    segment->end - segment->start, &used));
}

/* Whether a line that ends before segment i ends within a name. */
static bool parts_name(const struct lines_work *work, const char *text,
    size_t i)
{
	const struct segment *before = &work->segments[i - 1];

	return strchr(",.;:!?)", text[before->end - 1]) == NULL &&
	    is_capital(text, before) && is_capital(text, before + 1);
}

/* What a line of segments from..to-1, of so many columns, costs. */
static int64_t rate_line(const struct lines_work *work, const char *text,
    size_t from, size_t to, int width, const struct line_options *options)
{
	int64_t rest = options->width - width;
	int64_t most = (int64_t)options->width * options->width;

	if (options->is_even) {
		/* a line more is never better */
		int64_t cost = most + rest * rest;

		if (to < work->count && parts_name(work, text, to))
			cost += NAME_PENALTY;
		return cost;
	}
	if (to < work->count)
		return rest * rest;
	/* a last line of one syllable, where there are three lines */
	if (to - from == 1 && work->segments[from].words == 1 &&
	    work->steps[from].count > 1)
		return 4 * most;
	return 0;
}

static void find_steps(struct lines_work *work, const char *text,
    const struct line_options *options)
{
	work->steps = mem_grow(work->steps, &work->steps_cap, work->count + 1,
	    sizeof(*work->steps));
	work->steps[0] = (struct step){0};
	for (size_t to = 1; to <= work->count; to++) {
		const struct segment *last = &work->segments[to - 1];
		struct step *best = &work->steps[to];

		best->cost = INT64_MAX;
		/* a line holds at most as many segments as columns */
		for (size_t from = to; from-- > 0;) {
			int64_t width = last->at + last->width -
			    work->segments[from].at;
			int64_t cost;

			if (width > options->width && from + 1 < to)
				break;
			cost = work->steps[from].cost + rate_line(work, text,
			    from, to, (int)width, options);
			if (cost < best->cost)
				*best = (struct step){cost, from,
				    work->steps[from].count + 1};
		}
	}
}

/* Room for so many pieces more; the first of them. */
static struct line_piece *grow_pieces(struct lines *lines, size_t count)
{
	struct line_piece *first;

	lines->pieces = mem_grow(lines->pieces, &lines->work->pieces_cap,
	    lines->count + count, sizeof(*lines->pieces));
	first = lines->pieces + lines->count;
	lines->count += count;
	return first;
}

static struct line_piece make_piece(const struct lines_work *work, size_t from,
    size_t to)
{
	const struct segment *first = &work->segments[from];
	const struct segment *last = &work->segments[to - 1];

	return (struct line_piece){.start = first->start,
	    .len = last->end - first->start,
	    .width = (int)(last->at + last->width - first->at),
	    .is_last = to == work->count};
}

static void add_pieces(struct lines *lines)
{
	const struct lines_work *work = lines->work;
	size_t count = work->steps[work->count].count, to = work->count;
	struct line_piece *pieces = grow_pieces(lines, count);

	/* back to front, as the steps lead */
	for (size_t i = count; i-- > 0; to = work->steps[to].from)
		pieces[i] = make_piece(work, work->steps[to].from, to);
}

/* Full lines as they come, the last with room for an ellipsis. */
static void add_cut(struct lines *lines, const char *text,
    const struct line_options *options)
{
	const struct lines_work *work = lines->work;
	struct line_piece *piece = NULL;
	size_t from = 0;

	lines->is_cut = true;
	while (lines->count < options->lines_most) {
		int width = options->width -
		    (lines->count + 1 == options->lines_most);
		size_t to = from + 1;

		while (to < work->count &&
		    work->segments[to].at + work->segments[to].width -
		            work->segments[from].at <= width)
			to++;
		piece = grow_pieces(lines, 1);
		*piece = make_piece(work, from, to);
		from = to;
	}
	if (piece == NULL)
		return;
	piece->len = text_fit(text + piece->start, piece->len,
	    options->width - 1);
	piece->width = text_width(text + piece->start, piece->len);
	piece->is_last = true;
}

void lines_break(struct lines *lines, const char *text, size_t len,
    const struct line_options *options)
{
	struct lines_work *work = lines->work;
	size_t start = 0;

	lines->count = 0;
	lines->is_cut = false;
	work->breaks = mem_grow(work->breaks, &work->breaks_cap, len + 1, 1);
	text_find_breaks(text, len, work->breaks);
	for (size_t i = 1; i <= len; i++) {
		if (i < len && work->breaks[i] != TEXT_BREAK_MUST)
			continue;
		find_segments(work, text, start, i, options->width);
		start = i;
		if (work->count == 0)
			continue;
		find_steps(work, text, options);
		if (options->lines_most > 0 && lines->count +
		            work->steps[work->count].count >
		        options->lines_most) {
			add_cut(lines, text, options);
			return;
		}
		add_pieces(lines);
	}
}
