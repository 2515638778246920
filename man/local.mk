dist_man_MANS = %D%/bantin.1
vimandir = $(mandir)/vi/man1
dist_viman_DATA = %D%/vi/bantin.1
EXTRA_DIST += %D%/picture.py
dist_doc_DATA = %D%/screen.svg %D%/list.svg %D%/article.svg \
	%D%/search.svg %D%/sources.svg %D%/light.svg

# The pictures of the screens, from the running program; a maintainer's tool.
# Needs python3 and tmux.
screens: all $(check_DATA)
	BANTIN_SAMPLE='$(abs_top_srcdir)/seeds/sample/site' \
	BANTIN_CATALOGUE='$(abs_top_srcdir)/seeds' \
	BANTIN_LOCALEDIR='$(abs_top_builddir)/tests/locale' \
	python3 $(srcdir)/man/picture.py src/bantin $(srcdir)/man
.PHONY: screens
