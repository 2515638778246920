#include "store/internal.h"

#include <string.h>
#include <zstd.h>

enum {
	PACK_LEVEL = 3,
	PACK_BYTES_LEAST = 512,      /* shorter ones gain nothing */
	PACK_BYTES_LEAST_DICTIONARY = 48,
	UNPACK_BYTES_MOST = 64 << 20, /* no row of ours is larger */
	DICTIONARY_BYTES_MOST = 1 << 20,
};

/* --- dictionaries --------------------------------------------------------- */

static void dictionary_release(struct dictionary *dictionary)
{
	ZSTD_freeCDict(dictionary->packer);
	ZSTD_freeDDict(dictionary->unpacker);
	memset(dictionary, 0, sizeof(*dictionary));
}

static bool dictionary_read(struct store *store, int64_t id,
    struct dictionary *dictionary, struct error *err)
{
	struct cursor cursor = cursor_open(store, err,
	    "SELECT bytes FROM dictionary WHERE id = ?1", BIND(INT(id)));

	memset(dictionary, 0, sizeof(*dictionary));
	if (cursor_next(&cursor)) {
		const void *bytes = sqlite3_column_blob(cursor.prepared, 0);
		size_t len = (size_t)sqlite3_column_bytes(cursor.prepared, 0);

		if (len > 0 && len <= DICTIONARY_BYTES_MOST) {
			dictionary->id = id;
			dictionary->packer = ZSTD_createCDict(bytes, len,
			    PACK_LEVEL);
			dictionary->unpacker = ZSTD_createDDict(bytes, len);
		}
	}
	return cursor_close(&cursor);
}

/*
 * A dictionary that rows name, made ready once a handle; those used longest
 * ago give way. *found NULL: there is none such, or none that can be used.
 */
static bool dictionary_find(struct store *store, int64_t id,
    struct dictionary **found, struct error *err)
{
	struct dictionary *rows = store->dictionaries, fresh;
	size_t at = 0;

	*found = NULL;
	while (at < DICTIONARIES_MOST && rows[at].id != id)
		at++;
	if (at == DICTIONARIES_MOST) {
		if (!dictionary_read(store, id, &fresh, err))
			return false;
		if (fresh.packer == NULL || fresh.unpacker == NULL) {
			dictionary_release(&fresh);
			return true;
		}
		at = DICTIONARIES_MOST - 1;
		dictionary_release(&rows[at]);
	} else {
		fresh = rows[at];
	}
	memmove(&rows[1], &rows[0], at * sizeof(*rows));
	rows[0] = fresh;
	*found = &rows[0];
	return true;
}

void blob_release_dictionaries(struct store *store)
{
	for (size_t i = 0; i < DICTIONARIES_MOST; i++)
		dictionary_release(&store->dictionaries[i]);
}

/* --- packing -------------------------------------------------------------- */

static void make_packer(struct store *store)
{
	store->packer = ZSTD_createCCtx();
	if (store->packer == NULL)
		fatal("out of memory");
	ZSTD_CCtx_setParameter(store->packer, ZSTD_c_compressionLevel,
	    PACK_LEVEL);
	ZSTD_CCtx_setParameter(store->packer, ZSTD_c_checksumFlag, 1);
	/* the column says which one */
	ZSTD_CCtx_setParameter(store->packer, ZSTD_c_dictIDFlag, 0);
}

/* dictionary NULL: without one. */
static bool compress(struct store *store,
    const struct dictionary *dictionary, const char *data, size_t len,
    struct str *out)
{
	size_t most = ZSTD_compressBound(len), size;

	if (store->packer == NULL)
		make_packer(store);
	ZSTD_CCtx_refCDict(store->packer,
	    dictionary == NULL ? NULL : dictionary->packer);
	size = ZSTD_compress2(store->packer, str_reserve(out, most), most,
	    data, len);
	if (ZSTD_isError(size) || size >= len)
		return false;
	out->len += size;
	out->data[out->len] = '\0';
	return true;
}

static void pack_with(struct store *store,
    const struct dictionary *dictionary, const char *data, size_t len,
    struct blob *blob)
{
	size_t least = dictionary == NULL ? PACK_BYTES_LEAST :
	    PACK_BYTES_LEAST_DICTIONARY;

	str_init(&blob->bytes);
	blob->packing = dictionary == NULL ? PACKING_ZSTD : dictionary->id;
	if (len >= least &&
	    compress(store, dictionary, data, len, &blob->bytes))
		return;
	blob->packing = PACKING_PLAIN;
	str_clear(&blob->bytes);
	str_add_len(&blob->bytes, data, len);
}

void blob_keep(const char *data, size_t len, struct blob *blob)
{
	blob->packing = PACKING_PLAIN;
	str_init(&blob->bytes);
	str_add_len(&blob->bytes, data, len);
}

void blob_pack(struct store *store, const char *data, size_t len,
    struct blob *blob)
{
	pack_with(store, NULL, data, len, blob);
}

bool blob_pack_text(struct store *store, const char *data, size_t len,
    struct blob *blob, struct error *err)
{
	struct dictionary *dictionary = NULL;
	int64_t newest;

	str_init(&blob->bytes);
	blob->packing = PACKING_PLAIN;
	if (!store_read_ints(store, err,
	    "SELECT id FROM dictionary ORDER BY id DESC LIMIT 1", BIND_NONE,
	    &newest, 1, NULL) ||
	    (newest != 0 &&
	    !dictionary_find(store, newest, &dictionary, err)))
		return false;
	pack_with(store, dictionary, data, len, blob);
	return true;
}

/* --- unpacking ------------------------------------------------------------ */

static bool decompress(struct store *store,
    const struct dictionary *dictionary, const void *data, size_t len,
    struct arena *arena, char **out, size_t *out_len)
{
	unsigned long long size = ZSTD_getFrameContentSize(data, len);

	if (size == ZSTD_CONTENTSIZE_UNKNOWN ||
	    size == ZSTD_CONTENTSIZE_ERROR || size > UNPACK_BYTES_MOST)
		return false;
	if (store->unpacker == NULL) {
		store->unpacker = ZSTD_createDCtx();
		if (store->unpacker == NULL)
			fatal("out of memory");
	}
	*out = arena_alloc(arena, (size_t)size + 1);
	*out_len = (size_t)size;
	return ZSTD_decompress_usingDDict(store->unpacker, *out, *out_len,
	    data, len, dictionary == NULL ? NULL : dictionary->unpacker) ==
	    size;
}

bool blob_unpack(const struct cursor *cursor, int column,
    struct arena *arena, char **data, size_t *len, struct error *err)
{
	const void *bytes = sqlite3_column_blob(cursor->prepared, column);
	size_t size = (size_t)sqlite3_column_bytes(cursor->prepared, column);
	int64_t packing = cursor_int(cursor, column - 1);
	struct dictionary *dictionary = NULL;
	struct store *store = cursor->store;

	*data = NULL;
	*len = 0;
	if (packing == PACKING_PLAIN) {
		*data = arena_dup_len(arena, size == 0 ? "" : bytes, size);
		*len = size;
		return true;
	}
	if (packing < 0)
		return error_set(err, ERROR_STORE_NEWER, store->path, 0);
	if (packing != PACKING_ZSTD) {
		if (!dictionary_find(store, packing, &dictionary, err))
			return false;
		if (dictionary == NULL)
			return error_set(err, ERROR_STORE_DAMAGED,
			    store->path, 0);
	}
	return decompress(store, dictionary, bytes, size, arena, data, len) ||
	    error_set(err, ERROR_STORE_DAMAGED, store->path, 0);
}
