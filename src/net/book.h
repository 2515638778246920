/*
 * Role: what was learned of hosts and is kept: which ones want https alone
 * (RFC 6797), and whether one that the reader named was public or private
 * when it was first asked, so that a name server cannot change it later.
 * Thread: the net's; other processes may use the same file.
 */
#ifndef NET_BOOK_H
#define NET_BOOK_H

#include <stdbool.h>
#include <stdint.h>

enum book_place { BOOK_UNKNOWN, BOOK_PUBLIC, BOOK_PRIVATE };

struct book;

/* path NULL: nothing is kept. What cannot be read is as if empty. */
struct book *book_open(const char *path);
void book_save(struct book *book); /* if there is anything new */
void book_close(struct book *book); /* without saving; NULL is fine */

/* A Strict-Transport-Security header (or NULL) that came over good TLS. */
void book_note_secure(struct book *book, const char *host, const char *value,
    int64_t now);
bool book_is_secure(const struct book *book, const char *host, int64_t now);

/* server: "host" or "host:port"; the first word stands. */
void book_note_place(struct book *book, const char *server, bool is_private);
enum book_place book_find_place(const struct book *book, const char *server);

/*
 * Read such a header: false if it says nothing by the RFC's rules. seconds: 0
 * takes back what was said.
 */
bool book_read_secure(const char *value, int64_t *seconds, bool *has_all);

#endif
