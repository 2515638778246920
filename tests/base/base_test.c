#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/pack.h"
#include "base/queue.h"
#include "base/str.h"
#include "support/tap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_str(void)
{
	struct str str;
	char *text;

	str_init(&str);
	tap_text(str.data, "", "a new string is empty, not NULL");
	str_add(&str, "bản ");
	str_addf(&str, "tin %d", 7);
	tap_text(str.data, "bản tin 7", "adding and formatting");
	str_cut(&str, 4);
	tap_number((int64_t)str.len, 4, "cutting");
	text = str_detach(&str);
	tap_text(str.data, "", "empty after detaching");
	free(text);
	str_release(&str);
}

static void test_arena(void)
{
	struct arena arena;
	int *numbers = NULL;
	size_t cap = 0;
	bool is_kept = true;

	arena_init(&arena);
	for (size_t i = 0; i < 5000; i++) {
		numbers = arena_grow(&arena, numbers, &cap, i + 1,
		    sizeof(*numbers));
		numbers[i] = (int)i;
	}
	for (size_t i = 0; i < 5000; i++)
		is_kept = is_kept && numbers[i] == (int)i;
	tap_ok(is_kept, "an array keeps its values as it grows");
	tap_text(arena_printf(&arena, "%s-%d", "a", 5), "a-5", "printf");
	tap_ok(((uintptr_t)arena_alloc(&arena, 3) & 7) == 0, "aligned");
	arena_release(&arena);
}

static void test_pack(void)
{
	static const int64_t values[] = {0, 1, -1, 127, 128, -300, INT64_MAX,
	    INT64_MIN};
	struct unpack in;
	struct arena arena;
	struct str out;

	str_init(&out);
	arena_init(&arena);
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		pack_signed(&out, values[i]);
	pack_text(&out, NULL);
	pack_text(&out, "đê Hạ Khê");
	unpack_init(&in, out.data, out.len);
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		tap_number(unpack_signed(&in), values[i], "number %zu", i);
	tap_text(unpack_text(&in, &arena), NULL, "NULL stays NULL");
	tap_text(unpack_text(&in, &arena), "đê Hạ Khê", "text");
	tap_ok(!in.is_broken, "all was read");
	unpack_number(&in);
	tap_ok(in.is_broken, "reading beyond the end is broken");
	unpack_init(&in, "\xff\xff\xff\x7f", 4);
	unpack_text(&in, &arena);
	tap_ok(in.is_broken, "a length beyond the end is broken");
	arena_release(&arena);
	str_release(&out);
}

static void test_queue(void)
{
	struct queue *queue = queue_new(sizeof(int), NULL, NULL);
	bool is_ordered = true;
	int item;

	for (int i = 0; i < 100; i++)
		queue_push(queue, &i);
	for (int i = 0; i < 50; i++)
		is_ordered = queue_pop(queue, &item) && item == i && is_ordered;
	for (int i = 100; i < 300; i++)
		queue_push(queue, &i);
	for (int i = 50; i < 300; i++)
		is_ordered = queue_pop(queue, &item) && item == i && is_ordered;
	tap_ok(is_ordered, "items come in order, around the ring's end");
	tap_ok(!queue_pop(queue, &item), "and then none");
	queue_free(queue);
}

static void test_files(void)
{
	char path[4096], inner[4096], link[4096];
	struct error err = {0};
	struct str data;

	str_init(&data);
	snprintf(path, sizeof(path), "%s/a/b/", tap_folder());
	snprintf(inner, sizeof(inner), "%s/a/b/c", tap_folder());
	snprintf(link, sizeof(link), "%s/a/b/out", tap_folder());
	tap_done(file_make_folders(path, &err), &err, "folders are made");
	tap_done(file_write(inner, "tin", 3, &err), &err, "a file is written");
	tap_done(file_read(inner, 3, &data, &err), &err, "and read");
	tap_text(data.data, "tin", "with its content");
	tap_ok(!file_read(inner, 2, &data, &err) &&
	        err.code == ERROR_FILE_TOO_LARGE,
	    "a file over the limit is refused");
	tap_ok(!file_read(path, 10, &data, &err) && err.number == EISDIR,
	    "a folder is refused");
	tap_ok(file_read_below(path, "c", 10, &data, &err), "below a folder");
	tap_ok(!file_read_below(path, "../b/../../a", 10, &data, &err) &&
	        err.code == ERROR_FILE_OUTSIDE,
	    "'..' does not leave it");
	if (symlink("/etc/passwd", link) == 0)
		tap_ok(!file_read_below(path, "out", 100000, &data, &err) &&
		        err.code == ERROR_FILE_OUTSIDE,
		    "nor does a symbolic link");
	str_release(&data);
}

/* The values lie in caches: they must never change. */
static void test_hash(void)
{
	char block[203];
	int64_t same = 0;
	uint64_t hash;

	tap_ok(hash_text(HASH_START, "lũ") == UINT64_C(0x3f9d628b4f3a97c2),
	    "a text's hash is what caches hold");
	tap_ok(hash_bytes(7, "abc", 3) == UINT64_C(0xa9ed3bb3862e58fe),
	    "so is that of bytes");
	tap_ok(hash_block(7, "abc", 3) != hash_block(7, "abd", 3) &&
	    hash_block(7, "abc", 3) != hash_block(8, "abc", 3),
	    "a block's hash tells a byte and a seed");
	memset(block, 'x', sizeof(block));
	hash = hash_block(HASH_START, block, sizeof(block));
	tap_ok(hash == UINT64_C(0xc94a017bb91e9dd7), "of many: %llx",
	    (unsigned long long)hash);
	for (size_t i = 0; i < sizeof(block); i++) {
		block[i] ^= 1;
		same += hash_block(HASH_START, block, sizeof(block)) == hash;
		block[i] ^= 1;
	}
	tap_number(same, 0, "and it tells each bit that changes");
	tap_ok(hash_block(HASH_START, block, 64) !=
	    hash_block(HASH_START, block, 63), "and how many there are");
	tap_ok(hash_text(hash_text(HASH_START, "a"), "bc") !=
	    hash_text(hash_text(HASH_START, "ab"), "c"),
	    "texts in a row do not run together");
}

int main(void)
{
	test_str();
	test_hash();
	test_arena();
	test_pack();
	test_queue();
	test_files();
	return tap_end();
}
