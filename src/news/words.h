/*
 * Role: codes as sentences in the reader's language (gettext): lowercase,
 * error first, subject quoted, and what to do. Thread: any.
 */
#ifndef NEWS_WORDS_H
#define NEWS_WORDS_H

#include "base/error.h"
#include "base/str.h"
#include "news/source.h"

/* Append one line without a full stop; for messages and the log. */
void words_add_error(struct str *out, const struct error *err);

/* Append what happened alone, without subject and advice. */
void words_add_reason(struct str *out, const struct error *err, int64_t now);

/* The same in English whatever the reader's language, for programs. */
void words_add_plain_reason(struct str *out, const struct error *err);

/* Append the short sentence of SCREENS for a source's health. */
void words_add_health(struct str *out, const struct source *source,
    int64_t now);

/* Up to 10 columns for the list ("chứng chỉ", "quá lâu"); "" when well. */
const char *words_health_short(const struct source *source);

/*
 * Append what a source is let in with by its settings: tls as that setting
 * has it, and whether one certificate is named. Nothing: no exception.
 */
void words_add_exception(struct str *out, const char *tls, bool is_pinned);

/* Stable English names for JSON: "good", "unchanged", "failed" ... */
const char *words_health_name(enum source_health health);

/* The tag of articles that the reader keeps to read them later. */
const char *words_read_later(void);

#endif
