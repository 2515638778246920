#include "related/stop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Function words: a pair with one of them is a seam of the sentence. Words
 * that are also the half of a name or a thing (bà, ông, cho, là in "lá là")
 * are told apart by their marks. Sorted by bytes.
 */
static const char *const words[] = {
    "ai", "anh", "bao", "bà", "bên", "bị", "bởi", "cho", "chưa", "chỉ", "chị",
    "chứ", "con", "càng", "các", "cách", "cái", "còn", "có", "cùng", "cũng",
    "cả", "cần", "của", "cứ", "do", "dù", "em", "gì", "gồm", "hay", "hoặc",
    "hơn", "họ", "khi", "không", "là", "làm", "lên", "lúc", "lại", "mà",
    "mình", "mỗi", "một", "mới", "nay", "ngay", "như", "nhưng", "nhất",
    "những", "nào", "này", "nên", "nó", "nơi", "nếu", "nữa", "phải", "qua",
    "ra", "rất", "rằng", "rồi", "sau", "sẽ", "sự", "theo", "thì", "thế",
    "trong", "trên", "trước", "tuy", "tôi", "tại", "từ", "từng", "việc", "và",
    "vào", "vì", "vẫn", "về", "với", "vừa", "xuống", "ông", "đang", "đi",
    "đây", "đã", "đó", "được", "đấy", "đến", "đều", "để", "ấy", "ở",
};

/* Boilerplate of offices, of reports and of the calendar. */
static const char *const pairs[] = {
    "ban hành", "ban nhân", "bao gồm", "biết thêm", "báo cáo", "bí thư",
    "bắt đầu", "chia sẻ", "chính quyền", "chỉ đạo", "chủ tịch", "công tác",
    "cơ quan", "cấp tỉnh", "cấp xã", "dân tỉnh", "dân xã", "dự kiến",
    "gia đình", "giai đoạn", "hiện nay", "hoạt động", "hôm nay", "hội nghị",
    "kế hoạch", "kết quả", "kết thúc", "liên quan", "lãnh đạo", "người dân",
    "nhiệm vụ", "nhân dân", "năm nay", "năm ngoái", "phát biểu", "phó bí",
    "phó chủ", "phương án", "quy định", "sáng nay", "số lượng", "tham dự",
    "tham gia", "thôn xã", "thông báo", "thời gian", "thực hiện", "tiến hành",
    "tiếp tục", "toàn xã", "triệu đồng", "trách nhiệm", "tỉnh quảng",
    "tịch ubnd", "tịch xã", "tổ chức", "tỷ đồng", "ubnd tỉnh", "ubnd xã",
    "vận động", "xã hội", "yêu cầu", "đơn vị", "đại biểu", "đại diện",
    "đảng ủy", "đề nghị", "địa bàn", "địa phương", "đồng chí", "ủy ban",
};

static int compare(const void *a, const void *b)
{
	return strcmp(a, *(const char *const *)b);
}

bool stop_has_word(const char *word)
{
	return bsearch(word, words, sizeof(words) / sizeof(words[0]),
	    sizeof(words[0]), compare) != NULL;
}

bool stop_has_pair(const char *first, const char *second)
{
	char pair[64];

	snprintf(pair, sizeof(pair), "%s %s", first, second);
	return bsearch(pair, pairs, sizeof(pairs) / sizeof(pairs[0]),
	    sizeof(pairs[0]), compare) != NULL;
}
