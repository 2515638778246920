/*
 * Role: what went wrong, as a code, a subject and a number; words are made
 * of it at the edge (news/words). Thread: any; a struct error is a value and
 * may travel between threads.
 *
 * The codes' numbers are kept in caches: never change or reuse one.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/mem.h"

#include <stdbool.h>

/* X(name, number); what `number` in struct error means is beside it. */
#define ERROR_CODES(X)                                                         \
	X(NONE, 0)                                                             \
	/* files and system; number: errno */                                  \
	X(SYSTEM, 1)                                                           \
	X(FILE_READ, 2)                                                        \
	X(FILE_WRITE, 3)                                                       \
	X(FILE_OUTSIDE, 4)   /* a file: link left its source's folder */       \
	X(FILE_TOO_LARGE, 5) /* number: limit in bytes */                      \
	/* network; number: libcurl's code unless said */                      \
	X(NET_HOST, 20)      /* no such host */                                \
	X(NET_CONNECT, 21)   /* refused or unreachable */                      \
	X(NET_TIMEOUT, 22)   /* number: seconds waited */                      \
	X(NET_TLS, 23)       /* handshake or certificate */                    \
	X(NET_TLS_EXPIRED, 24)                                                 \
	X(NET_TOO_LARGE, 25) /* number: limit in bytes */                      \
	X(NET_REDIRECTS, 26) /* number: limit */                               \
	X(NET_BROKEN, 27)    /* cut off, or not HTTP */                        \
	X(NET_FORBIDDEN, 28) /* scheme or address not allowed */               \
	X(NET_STOPPED, 29)   /* the reader stopped it */                       \
	X(NET_WAIT, 30)      /* server asked to wait; number: until (UTC) */   \
	X(NET_OFFLINE, 31)                                                     \
	X(NET_LOOP, 32)      /* redirects in a circle; number: how many */     \
	X(NET_COOKIES, 33)   /* the same, for want of a cookie */              \
	X(NET_TLS_NAME, 34)  /* a certificate of another host */               \
	X(NET_TLS_OLD, 35)   /* a server of old TLS */                         \
	X(NET_TLS_PINNED, 36) /* not the certificate of the settings */        \
	X(NET_PROXY, 37)     /* the proxy refused; number: its status, or 0 */ \
	X(HTTP_STATUS, 40)   /* number: status */                              \
	X(BOT_CHECK, 41)     /* a page that asks for a browser */              \
	/* documents */                                                        \
	X(FEED_IS_PAGE, 60)  /* HTML where a feed was; number: feeds named */  \
	X(FEED_EMPTY, 61)    /* no bytes */                                    \
	X(FEED_UNKNOWN, 62)  /* neither feed nor page */                       \
	X(FEED_NO_ITEMS, 63) /* a feed without articles */                     \
	X(FEED_CUT, 64)      /* cut short; number: items read */               \
	X(PAGE_NO_ARTICLE, 65)                                                 \
	X(LIST_NO_LINKS, 66) /* no article links on a list page */             \
	X(MARKUP_LIMIT, 67)  /* nesting or size; number: limit */              \
	X(IMPORT_LINE, 68)   /* a line not understood; number: line */         \
	X(IMPORT_UNKNOWN, 69)                                                  \
	X(PICTURE_FORMAT, 70) /* none we read; subject: its name, or "" */     \
	X(PICTURE_TOO_LARGE, 71) /* number: most dots */                       \
	X(PICTURE_BROKEN, 72)                                                  \
	/* store */                                                            \
	X(STORE_OPEN, 80)                                                      \
	X(STORE_FOREIGN, 81) /* no database, or another program's */           \
	X(STORE_NEWER, 82)   /* number: its version */                         \
	X(STORE_DAMAGED, 83)                                                   \
	X(STORE_BUSY, 84)                                                      \
	X(STORE_FULL, 85)    /* no room on the disk */                         \
	X(STORE_SQL, 86)     /* number: SQLite's extended code */              \
	X(STORE_READ_ONLY, 87)                                                 \
	X(STORE_MIGRATED, 88) /* while open; number: its version now */        \
	/* settings; number: line */                                           \
	X(CONFIG_SYNTAX, 100)                                                  \
	X(CONFIG_UNKNOWN, 101)                                                 \
	X(CONFIG_VALUE, 102)                                                   \
	X(CONFIG_COMMAND, 103) /* a key for a command that there is not */     \
	X(CONFIG_PLACE, 104) /* only for one source or host */                 \
	X(CATALOGUE_LINE, 105) /* a line of a catalogue; subject: it */         \
	X(CONFIG_KEY, 110) /* a key that another line has; subject: both */    \
	X(FAMILY_SYNTAX, 106) /* subject: file and line */                     \
	X(FAMILY_PART, 107)                                                    \
	X(FAMILY_SELECTOR, 108)                                                \
	X(FAMILY_BODY, 109) /* a family without a body */                      \
	/* the command line */                                                 \
	X(USAGE, 120)                                                          \
	X(SOURCE_UNKNOWN, 121)                                                 \
	X(ARTICLE_UNKNOWN, 122)                                                \
	X(NO_SOURCES, 123)                                                     \
	X(SOURCE_URL, 124)   /* not an address that can be followed */              \
	X(PROVINCE_UNKNOWN, 127)                                               \
	X(SOURCE_TAKEN, 128) /* another source has that address */             \
	X(TERMINAL, 125)     /* cannot paint; subject: TERM */

enum error_code {
#define X(name, number) ERROR_##name = number,
	ERROR_CODES(X)
#undef X
};

struct error {
	enum error_code code;
	long number;
	char subject[512]; /* a file, URL, name or line; may be cut */
};

/*
 * Fill err (may be NULL) and return false, so that a failure is one line.
 * subject may be NULL; it is copied, cut at a character's end.
 */
bool error_set(struct error *err, enum error_code code, const char *subject,
    long number);

void error_clear(struct error *err);

#endif
