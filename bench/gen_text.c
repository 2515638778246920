/*
 * gen_text ARTICLES: the text of as many generated articles, a paragraph a
 * line, for harnesses that make feeds of a text of their own choice.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench/gen.h"

int main(int argc, char **argv)
{
	long count = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
	struct gen *gen = gen_new(GEN_SEED);

	for (long i = 0; i < count; i++) {
		struct gen_article article;
		struct arena arena;

		arena_init(&arena);
		gen_article(gen, i, &arena, &article);
		printf("%s\n%s\n%s\n", article.title, article.lead,
		    article.text);
		arena_release(&arena);
	}
	gen_free(gen);
	return 0;
}
