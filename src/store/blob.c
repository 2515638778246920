#include "store/internal.h"

#include <string.h>
#include <zstd.h>

enum {
	PACK_LEVEL = 3,
	PACK_BYTES_LEAST = 512,      /* shorter ones gain nothing */
	UNPACK_BYTES_MOST = 64 << 20, /* no row of ours is larger */
};

static bool compress(struct store *store, const char *data, size_t len,
    struct str *out)
{
	size_t most = ZSTD_compressBound(len), size;

	if (store->packer == NULL) {
		store->packer = ZSTD_createCCtx();
		if (store->packer == NULL)
			fatal("out of memory");
		ZSTD_CCtx_setParameter(store->packer,
		    ZSTD_c_compressionLevel, PACK_LEVEL);
		ZSTD_CCtx_setParameter(store->packer, ZSTD_c_checksumFlag, 1);
	}
	size = ZSTD_compress2(store->packer, str_reserve(out, most), most,
	    data, len);
	if (ZSTD_isError(size) || size >= len)
		return false;
	out->len += size;
	out->data[out->len] = '\0';
	return true;
}

void blob_pack(struct store *store, const char *data, size_t len,
    struct blob *blob)
{
	str_init(&blob->bytes);
	blob->packing = PACKING_ZSTD;
	if (len >= PACK_BYTES_LEAST &&
	    compress(store, data, len, &blob->bytes))
		return;
	blob->packing = PACKING_PLAIN;
	str_clear(&blob->bytes);
	str_add_len(&blob->bytes, data, len);
}

static bool decompress(struct store *store, const void *data, size_t len,
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
	return ZSTD_decompressDCtx(store->unpacker, *out, *out_len, data,
	    len) == size;
}

bool blob_unpack(const struct cursor *cursor, int column,
    struct arena *arena, char **data, size_t *len, struct error *err)
{
	const void *bytes = sqlite3_column_blob(cursor->prepared, column);
	size_t size = (size_t)sqlite3_column_bytes(cursor->prepared, column);
	int64_t packing = cursor_int(cursor, column - 1);

	*data = NULL;
	*len = 0;
	if (packing == PACKING_ZSTD) {
		if (decompress(cursor->store, bytes, size, arena, data, len))
			return true;
		return error_set(err, ERROR_STORE_DAMAGED,
		    cursor->store->path, 0);
	}
	if (packing != PACKING_PLAIN)
		return error_set(err, ERROR_STORE_NEWER, cursor->store->path,
		    0);
	*data = arena_dup_len(arena, size == 0 ? "" : bytes, size);
	*len = size;
	return true;
}
