/* Any bytes as a list of subscriptions: addresses without controls. */
#include "feed/import.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct import_list list;
	struct arena arena;

	arena_init(&arena);
	if (import_read((const char *)data, len, &arena, &list, NULL)) {
		for (size_t i = 0; i < list.count; i++) {
			fuzz_promise(list.entries[i].url != NULL &&
			        list.entries[i].url[0] != '\0',
			    "an entry has an address");
			for (const char *c = list.entries[i].url; *c != '\0';
			     c++)
				fuzz_promise((unsigned char)*c > 0x20,
				    "an address has no controls or blanks");
			fuzz_promise_clean(list.entries[i].title,
			    "a title is clean");
		}
	}
	arena_release(&arena);
	return 0;
}
