noinst_LIBRARIES += src/libstore.a
src_libstore_a_SOURCES = \
	%D%/articles.c \
	%D%/blob.c %D%/build.c %D%/bulk.c \
	%D%/changes.c \
	%D%/copy.c \
	%D%/db.c \
	%D%/edit.c \
	%D%/folds.c \
	%D%/offers.c \
	%D%/hosts.c \
	%D%/internal.h \
	%D%/keys.c %D%/keys.h \
	%D%/marks.c \
	%D%/merge.c %D%/merge.h %D%/merge_log.c %D%/merge_names.c \
	%D%/other.c \
	%D%/packing.c \
	%D%/pages.c \
	%D%/raw.c \
	%D%/pictures.c \
	%D%/purge.c \
	%D%/reading.c \
	%D%/relate.c %D%/relate_counts.c %D%/relate_lists.c \
	%D%/remember.c \
	%D%/repair.c \
	%D%/rows.c \
	%D%/saved.c \
	%D%/schema.c \
	%D%/search.h %D%/search_internal.h \
	%D%/search_filter.c \
	%D%/search_find.c \
	%D%/search_fts.c \
	%D%/search_index.c \
	%D%/search_list.c \
	%D%/search_hit.c %D%/search_hit.h \
	%D%/search_pairs.c \
	%D%/search_postings.c %D%/search_postings.h \
	%D%/search_snippet.c \
	%D%/search_steps.c \
	%D%/search_verify.c \
	%D%/search_walk.c %D%/search_walk.h \
	%D%/search_words.c \
	%D%/sources.c \
	%D%/store.c %D%/store.h \
	%D%/tags.c \
	%D%/verify.c
