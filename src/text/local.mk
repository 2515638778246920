noinst_LIBRARIES += src/libtext.a
src_libtext_a_SOURCES = %D%/breaks.c %D%/breaks.h \
	%D%/calendar.c %D%/calendar.h \
	%D%/clean.c %D%/clean.h \
	%D%/date.c %D%/date.h \
	%D%/date_address.c %D%/date_address.h \
	%D%/date_scan.c %D%/date_scan.h \
	%D%/date_strict.c %D%/date_strict.h \
	%D%/fold.c %D%/fold.h \
	%D%/latin.c %D%/latin.h \
	%D%/letter.c %D%/letter.h \
	%D%/machine.h \
	%D%/url.c %D%/url.h \
	%D%/utf8.c %D%/utf8.h \
	%D%/width.c %D%/width.h \
	%D%/words.c %D%/words.h
