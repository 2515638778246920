/*
 * Role: marks and translates the words that a reader sees. Thread: any,
 * after i18n_start.
 */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text

/*
 * Choose locale and language, before any text is made and before threads.
 * language: "auto", "vi" or "en". Where the locale is not UTF-8, C.UTF-8 is
 * taken; the language then works through LANGUAGE. auto: the locale's own,
 * and Vietnamese where the locale names none (C, POSIX, C.UTF-8).
 */
void i18n_start(const char *language);

#endif
