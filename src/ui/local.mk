noinst_LIBRARIES += src/libui.a
src_libui_a_SOURCES = \
	%D%/actions.c %D%/actions.h \
	%D%/address.c %D%/address.h \
	%D%/app.c %D%/app.h \
	%D%/article_links.c %D%/article_links.h \
	%D%/article_out.c %D%/article_out.h \
	%D%/article_find.c %D%/article_find.h \
	%D%/article_pictures.c %D%/article_pictures.h \
	%D%/article_tags.c %D%/article_tags.h \
	%D%/article_view.c %D%/article_view.h \
	%D%/article_wide.c %D%/article_wide.h \
	%D%/bindings.c %D%/bindings.h \
	%D%/bulk.c %D%/bulk.h \
	%D%/saved_searches.c %D%/saved_searches.h \
	%D%/commands.c %D%/commands.h \
	%D%/dots.c %D%/dots.h \
	%D%/event_log.c %D%/event_log.h \
	%D%/field.c %D%/field.h \
	%D%/format.c %D%/format.h \
	%D%/health_view.c \
	%D%/help_view.c %D%/help_view.h \
	%D%/hits.c %D%/hits.h \
	%D%/ime.c %D%/ime.h \
	%D%/keys.c %D%/keys.h \
	%D%/linear.c %D%/linear.h \
	%D%/list_paint.c %D%/list_paint.h \
	%D%/list_step.c \
	%D%/list_view.c %D%/list_view.h \
	%D%/memory.c %D%/memory.h \
	%D%/mouse.c %D%/mouse.h \
	%D%/offers_view.c %D%/offers_view.h \
	%D%/mutes.c %D%/mutes.h \
	%D%/paint.c %D%/paint.h \
	%D%/palette.c %D%/palette.h \
	%D%/panes.c %D%/panes.h \
	%D%/prompt.c %D%/prompt.h \
	%D%/prompt_kinds.c \
	%D%/province_view.c %D%/province_view.h \
	%D%/related_view.c %D%/related_view.h \
	%D%/report.c %D%/report.h \
	%D%/rows.c %D%/rows.h %D%/rows_order.c %D%/rows_order.h \
	%D%/rows_folds.c %D%/rows_folds.h \
	%D%/search_offers.c %D%/search_view.c %D%/search_view.h \
	%D%/settings_view.c %D%/settings_view.h \
	%D%/sheet_view.c %D%/sheet_view.h \
	%D%/source_actions.c %D%/source_actions.h \
	%D%/source_manage.c %D%/source_manage.h \
	%D%/sources_view.c %D%/sources_view.h \
	%D%/spawn.c %D%/spawn.h \
	%D%/status.c %D%/status.h \
	%D%/stories.c %D%/stories.h \
	%D%/terminal.c %D%/terminal.h \
	%D%/theme.c %D%/theme.h \
	%D%/timeline_view.c %D%/timeline_view.h \
	%D%/ui.c %D%/ui.h \
	%D%/view.h \
	%D%/watch.c %D%/watch.h \
	%D%/wrap.c %D%/wrap.h
