#!/bin/sh
# The reader in a real terminal program: tmux at two sizes, in Vietnamese, on
# the sample portal. Run by check_more.sh; needs tmux and a built bantin.
. "${SOURCE_DIR:?}/tests/support/tmux.sh"

start() { # columns rows
	rm -rf "$home/data"
	env -u TMUX -u NO_COLOR HOME="$home" XDG_DATA_HOME="$home/data" \
		BANTIN_SAMPLE="$SOURCE_DIR/seeds/sample/site" \
		BANTIN_LOCALEDIR="$home/locale" LC_ALL=C.UTF-8 LANGUAGE=vi \
		TZ=Asia/Ho_Chi_Minh BANTIN_NOW="2026-11-22 09:30" \
		tmux -S "$home/$socket" -f /dev/null new-session -d -x "$1" \
		-y "$2" "'$bantin' --sample; echo \"left with \$?\"; sleep 30"
	mux set -g status off
}

start 80 24
shows "80x24: the list" "Tất cả nguồn tin · 44 chưa đọc"
shows "80x24: its hints" "? phím tắt"
mux send-keys j Enter
shows "80x24: the second article" "Ngày 20/11 không hoa"
shows "80x24: its related news" "──"
mux send-keys Escape
shows "80x24: back in the list" "43 chưa đọc"
mux send-keys u
shows "80x24: undone" "44 chưa đọc"
mux resize-window -x 30 -y 10
shows "30x10: still the second" "2/44"
mux resize-window -x 19 -y 4
shows "19x4: too small" "Cửa sổ nhỏ quá"
mux resize-window -x 80 -y 24
shows "80x24 again" "Ngày 20/11 không hoa"
mux send-keys /
mux send-keys -l "cau ben soi"
shows "a search without marks" "cầu Bến Sỏi"
mux send-keys Escape "?"
shows "the keys" "Phím tắt"
mux send-keys Escape q
shows "q leaves" "left with 0"
mux kill-server

start 200 50
shows "200x50: three panes" "│"
shows "200x50: an article beside the list" "Sáng 21/11, cầu dầm thép Bến Sỏi"
mux send-keys Tab Tab
shows "200x50: related news" "cùng sự việc"
mux send-keys G
shows "200x50: what the page lists, behind them" "trang này liệt kê"
mux send-keys q q q
shows "200x50: q leaves" "left with 0"
exit $failed
