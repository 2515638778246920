/*
 * Role: what commands do. One function a row of the table. Thread: main.
 */
#ifndef UI_ACTIONS_H
#define UI_ACTIONS_H

struct ui;

void action_down(struct ui *ui);
void action_up(struct ui *ui);
void action_first(struct ui *ui);
void action_last(struct ui *ui);
void action_page_down(struct ui *ui);
void action_page_up(struct ui *ui);
void action_half_down(struct ui *ui);
void action_half_up(struct ui *ui);
void action_next_unread(struct ui *ui);
void action_previous_unread(struct ui *ui);
void action_next_article(struct ui *ui);
void action_previous_article(struct ui *ui);
void action_next_pane(struct ui *ui);
void action_previous_pane(struct ui *ui);
void action_left(struct ui *ui);
void action_right(struct ui *ui);
void action_open(struct ui *ui);
void action_read_on(struct ui *ui);
void action_star(struct ui *ui);
void action_toggle_read(struct ui *ui);
void action_browser(struct ui *ui);
void action_copy_link(struct ui *ui);
void action_feedback(struct ui *ui);
void action_links(struct ui *ui);
void action_outline(struct ui *ui);
void action_reload(struct ui *ui);
void action_find(struct ui *ui);
void action_mark_all(struct ui *ui);
void action_unread_only(struct ui *ui);
void action_lead(struct ui *ui);
void action_search(struct ui *ui);
void action_narrow(struct ui *ui);
void action_undo(struct ui *ui);
void action_refresh(struct ui *ui);
void action_refresh_all(struct ui *ui);
void action_log(struct ui *ui);
void action_stop(struct ui *ui);
void action_back(struct ui *ui);
void action_quit(struct ui *ui);
void action_zoom(struct ui *ui);
void action_columns_1(struct ui *ui);
void action_columns_2(struct ui *ui);
void action_columns_3(struct ui *ui);
void action_columns_auto(struct ui *ui);
void action_narrower(struct ui *ui);
void action_wider(struct ui *ui);
void action_taller(struct ui *ui);
void action_lower(struct ui *ui);
void action_command(struct ui *ui);
void action_help(struct ui *ui);
void action_filter(struct ui *ui);
void action_redraw(struct ui *ui);
void action_suspend(struct ui *ui);

#endif
