#include "support/loss_vfs.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

enum { NAMES_MOST = 64, PATH_MOST = 512 };

/* A change of a file that no sync has made durable yet. */
struct change {
	int64_t at;
	char *data;  /* NULL: cut to the size `at` */
	size_t len;
	int64_t order; /* among the changes of all files */
};

/* What a disk holds of a file, and what lies above it in memory. */
struct inode {
	char *bytes;
	size_t len, cap;
	struct change *changes;
	size_t change_count, change_cap;
};

/* A name in the folder: what it names now, and what after a power loss. */
struct name {
	char path[PATH_MOST];
	struct inode *now, *durable;
};

struct loss_file {
	sqlite3_file base;
	struct inode *inode; /* NULL: not remembered */
	struct name *name;
	bool syncs_name; /* as SQLite's own: the first sync of a new journal */
	sqlite3_file *real;
};

static struct {
	pthread_mutex_t lock;
	sqlite3_vfs vfs, *real;
	char folder[PATH_MOST];
	struct name names[NAMES_MOST];
	size_t name_count;
	int64_t count, cut_at;
	uint64_t seed;
	char left[PATH_MOST];
	enum fault fault;
	int64_t calls[FAULT_COUNT], fault_in;
	int fault_code, fault_count;
	bool is_fault_kept;
} state = {.lock = PTHREAD_MUTEX_INITIALIZER};

static uint64_t draw(void)
{
	state.seed ^= state.seed << 13;
	state.seed ^= state.seed >> 7;
	state.seed ^= state.seed << 17;
	return state.seed * UINT64_C(0x2545F4914F6CDD1D) >> 33;
}

/* --- inodes ---------------------------------------------------------------- */

static void resize(struct inode *inode, size_t len)
{
	if (len > inode->cap) {
		inode->bytes = mem_grow(inode->bytes, &inode->cap, len, 1);
	}
	if (len > inode->len)
		memset(inode->bytes + inode->len, 0, len - inode->len);
	inode->len = len;
}

static void put(struct inode *inode, int64_t at, const char *data,
    size_t len)
{
	if ((size_t)at + len > inode->len)
		resize(inode, (size_t)at + len);
	memcpy(inode->bytes + at, data, len);
}

static void add_change(struct inode *inode, int64_t at, const void *data,
    size_t len)
{
	struct change *change;

	inode->changes = mem_grow(inode->changes, &inode->change_cap,
	    inode->change_count + 1, sizeof(*inode->changes));
	change = &inode->changes[inode->change_count++];
	*change = (struct change){.at = at, .len = len,
	    .order = state.count};
	if (data != NULL) {
		change->data = mem_alloc(len);
		memcpy(change->data, data, len);
	}
}

static void make_durable(struct inode *inode)
{
	for (size_t i = 0; i < inode->change_count; i++) {
		struct change *change = &inode->changes[i];

		if (change->data == NULL)
			resize(inode, (size_t)change->at);
		else
			put(inode, change->at, change->data, change->len);
		free(change->data);
	}
	inode->change_count = 0;
}

/* A file that was there before: all of it is durable. */
static void read_real(struct inode *inode, const char *path)
{
	char buffer[65536];
	FILE *file = fopen(path, "rb");
	size_t len;

	while (file != NULL &&
	    (len = fread(buffer, 1, sizeof(buffer), file)) > 0)
		put(inode, (int64_t)inode->len, buffer, len);
	if (file != NULL)
		fclose(file);
}

static struct name *find_name(const char *path)
{
	struct name *name;

	for (size_t i = 0; i < state.name_count; i++) {
		if (strcmp(state.names[i].path, path) == 0)
			return &state.names[i];
	}
	if (strncmp(path, state.folder, strlen(state.folder)) != 0)
		return NULL;
	assert(state.name_count < NAMES_MOST);
	name = &state.names[state.name_count++];
	snprintf(name->path, sizeof(name->path), "%s", path);
	return name;
}

/* --- the loss -------------------------------------------------------------- */

/* How much is left of what was not synced. */
enum remains {
	REMAINS_NONE,
	REMAINS_ALL,
	REMAINS_BEFORE,  /* the changes up to some moment */
	REMAINS_SECTORS, /* any sectors */
	REMAINS_WRITES,  /* any writes, whole */
	REMAINS_SIZES,   /* any sectors; lengths as they were, zeros in them */
	REMAINS_COUNT,
};

struct fate {
	enum remains remains;
	int64_t until;
	size_t sector;
};

static void leave_sectors(struct inode *inode, const struct change *change,
    size_t sector)
{
	size_t at = 0;

	while (at < change->len) {
		size_t len = sector -
		    ((size_t)change->at + at) % sector;

		if (len > change->len - at)
			len = change->len - at;
		if (draw() % 2 == 0)
			put(inode, change->at + (int64_t)at,
			    change->data + at, len);
		at += len;
	}
}

static void leave_change(struct inode *inode, const struct change *change,
    const struct fate *fate)
{
	bool is_left = fate->remains == REMAINS_ALL ||
	    (fate->remains == REMAINS_BEFORE && change->order < fate->until);

	if (fate->remains >= REMAINS_SECTORS)
		is_left = draw() % 2 == 0;
	if (change->data == NULL) {
		if (is_left)
			resize(inode, (size_t)change->at);
		return;
	}
	if (fate->remains == REMAINS_SIZES &&
	    (size_t)change->at + change->len > inode->len)
		resize(inode, (size_t)change->at + change->len);
	if (fate->remains == REMAINS_SECTORS ||
	    fate->remains == REMAINS_SIZES)
		leave_sectors(inode, change, fate->sector);
	/* the write under way when the power went is torn */
	else if (fate->remains == REMAINS_BEFORE &&
	    change->order == fate->until)
		leave_sectors(inode, change, fate->sector);
	else if (is_left)
		put(inode, change->at, change->data, change->len);
}

static void write_left(const struct name *name, const struct inode *inode)
{
	char path[2 * PATH_MOST];
	const char *base = strrchr(name->path, '/') + 1;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", state.left, base);
	file = fopen(path, "wb");
	/* a file that was only made has no bytes, not even a pointer to them */
	if (file == NULL || (inode->len > 0 &&
	    fwrite(inode->bytes, 1, inode->len, file) != inode->len) ||
	    fclose(file) != 0)
		_exit(3);
}

static void lose_power(void)
{
	struct fate fate = {(enum remains)(draw() % REMAINS_COUNT), 0,
	    draw() % 2 == 0 ? 512 : 4096};
	int64_t back = 1 + (int64_t)(draw() % 400);

	fate.until = state.count > back && draw() % 2 == 0 ?
	    state.count - back : state.count;
	for (size_t i = 0; i < state.name_count; i++) {
		struct name *name = &state.names[i];
		/* a folder that was not synced may hold what it named */
		struct inode *left = draw() % 2 == 0 ? name->durable :
		    name->now;

		if (left == NULL)
			continue;
		for (size_t k = 0; k < left->change_count; k++)
			leave_change(left, &left->changes[k], &fate);
		write_left(name, left);
	}
	_exit(LOSS_STATUS);
}

/* --- faults --------------------------------------------------------------- */

/* SQLITE_OK, or the code to fail with; the lock is held. */
static int fail(enum fault fault)
{
	state.calls[fault]++;
	if (state.fault != fault || fault == FAULT_NONE)
		return SQLITE_OK;
	if (--state.fault_in > 0)
		return SQLITE_OK;
	if (state.fault_in < 0 && !state.is_fault_kept)
		return SQLITE_OK;
	state.fault_count++;
	return state.fault_code;
}

/* As fail, and the power may go; before the change is made. */
static int begin_change(enum fault fault)
{
	int code;

	pthread_mutex_lock(&state.lock);
	code = fail(fault);
	state.count++;
	return code;
}

/* The change has been made, or noted: here the power goes. */
static void end_change(void)
{
	if (state.cut_at != 0 && state.count >= state.cut_at)
		lose_power();
	pthread_mutex_unlock(&state.lock);
}

static int check(enum fault fault)
{
	int code;

	pthread_mutex_lock(&state.lock);
	code = fail(fault);
	pthread_mutex_unlock(&state.lock);
	return code;
}

/* --- a file --------------------------------------------------------------- */

static struct loss_file *of(sqlite3_file *file)
{
	return (struct loss_file *)file;
}

static int file_close(sqlite3_file *base)
{
	struct loss_file *file = of(base);
	int code = file->real->pMethods->xClose(file->real);

	free(file->real);
	return code;
}

static int file_read(sqlite3_file *base, void *data, int len,
    sqlite3_int64 at)
{
	int code = check(FAULT_READ);

	return code != SQLITE_OK ? code :
	    of(base)->real->pMethods->xRead(of(base)->real, data, len, at);
}

static int file_write(sqlite3_file *base, const void *data, int len,
    sqlite3_int64 at)
{
	struct loss_file *file = of(base);
	int code = begin_change(FAULT_WRITE);

	if (code == SQLITE_OK)
		code = file->real->pMethods->xWrite(file->real, data, len,
		    at);
	if (code == SQLITE_OK && file->inode != NULL)
		add_change(file->inode, at, data, (size_t)len);
	end_change();
	return code;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
	struct loss_file *file = of(base);
	int code = begin_change(FAULT_TRUNCATE);

	if (code == SQLITE_OK)
		code = file->real->pMethods->xTruncate(file->real, size);
	if (code == SQLITE_OK && file->inode != NULL)
		add_change(file->inode, size, NULL, 0);
	end_change();
	return code;
}

/* Not synced in truth: what counts is what is remembered. */
static int file_sync(sqlite3_file *base, int flags)
{
	struct loss_file *file = of(base);
	int code = begin_change(FAULT_SYNC);

	(void)flags;
	if (code == SQLITE_OK && file->inode != NULL) {
		/* the power may go before it has done any of it */
		if (state.cut_at != 0 && state.count >= state.cut_at)
			lose_power();
		make_durable(file->inode);
		if (file->syncs_name)
			file->name->durable = file->inode;
	}
	end_change();
	return code;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size)
{
	return of(base)->real->pMethods->xFileSize(of(base)->real, size);
}

static int file_lock(sqlite3_file *base, int level)
{
	return of(base)->real->pMethods->xLock(of(base)->real, level);
}

static int file_unlock(sqlite3_file *base, int level)
{
	return of(base)->real->pMethods->xUnlock(of(base)->real, level);
}

static int file_check_lock(sqlite3_file *base, int *is_reserved)
{
	return of(base)->real->pMethods->xCheckReservedLock(of(base)->real,
	    is_reserved);
}

static int file_control(sqlite3_file *base, int what, void *data)
{
	return of(base)->real->pMethods->xFileControl(of(base)->real, what,
	    data);
}

static int file_sector(sqlite3_file *base)
{
	return of(base)->real->pMethods->xSectorSize(of(base)->real);
}

static int file_traits(sqlite3_file *base)
{
	return of(base)->real->pMethods->xDeviceCharacteristics(
	    of(base)->real);
}

static int file_shm_map(sqlite3_file *base, int region, int size,
    int extend, void volatile **out)
{
	int code = check(FAULT_SHM);

	return code != SQLITE_OK ? code : of(base)->real->pMethods->xShmMap(
	    of(base)->real, region, size, extend, out);
}

static int file_shm_lock(sqlite3_file *base, int offset, int count,
    int flags)
{
	return of(base)->real->pMethods->xShmLock(of(base)->real, offset,
	    count, flags);
}

static void file_shm_barrier(sqlite3_file *base)
{
	of(base)->real->pMethods->xShmBarrier(of(base)->real);
}

static int file_shm_unmap(sqlite3_file *base, int is_deleted)
{
	return of(base)->real->pMethods->xShmUnmap(of(base)->real,
	    is_deleted);
}

static const sqlite3_io_methods file_methods = {2, file_close, file_read,
    file_write, file_truncate, file_sync, file_size, file_lock, file_unlock,
    file_check_lock, file_control, file_sector, file_traits, file_shm_map,
    file_shm_lock, file_shm_barrier, file_shm_unmap, NULL, NULL};

/* --- the file system ------------------------------------------------------ */

/* Find or make what a path names; the lock is held. */
static void attach(struct loss_file *file, const char *path, bool is_new,
    int flags)
{
	struct name *name = find_name(path);

	if (name == NULL)
		return;
	if (name->now == NULL) {
		name->now = mem_alloc_zero(1, sizeof(*name->now));
		if (!is_new) {
			read_real(name->now, path);
			name->durable = name->now;
		}
	}
	file->name = name;
	file->inode = name->now;
	file->syncs_name = (flags & (SQLITE_OPEN_WAL |
	    SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0;
}

static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename path,
    sqlite3_file *base, int flags, int *out_flags)
{
	struct loss_file *file = of(base);
	bool is_new;
	int code;

	(void)vfs;
	memset(file, 0, sizeof(*file));
	pthread_mutex_lock(&state.lock);
	code = fail(FAULT_OPEN);
	if (code == SQLITE_OK) {
		is_new = path == NULL || access(path, F_OK) != 0;
		file->real = mem_alloc_zero(1, (size_t)state.real->szOsFile);
		code = state.real->xOpen(state.real, path, file->real, flags,
		    out_flags);
		if (code != SQLITE_OK)
			free(file->real);
		else if (path != NULL)
			attach(file, path, is_new, flags);
	}
	if (code == SQLITE_OK)
		file->base.pMethods = &file_methods;
	pthread_mutex_unlock(&state.lock);
	return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int syncs_folder)
{
	struct name *name;
	int code = begin_change(FAULT_DELETE);

	(void)vfs;
	if (code == SQLITE_OK)
		code = state.real->xDelete(state.real, path, syncs_folder);
	name = code == SQLITE_OK ? find_name(path) : NULL;
	if (name != NULL) {
		/* who has it open keeps it; the image of it is not freed */
		name->now = NULL;
		if (syncs_folder)
			name->durable = NULL;
	}
	end_change();
	return code;
}

/* What lies in the folder already is on the disk. */
static void take_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char path[PATH_MOST];
		struct name *name;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%.200s/%.200s", folder,
		    entry->d_name);
		name = find_name(path);
		name->now = name->durable =
		    mem_alloc_zero(1, sizeof(*name->now));
		read_real(name->now, path);
	}
	if (dir != NULL)
		closedir(dir);
}

void loss_install(const char *folder)
{
	if (state.real == NULL) {
		state.real = sqlite3_vfs_find(NULL);
		state.vfs = *state.real;
		state.vfs.zName = "loss";
		state.vfs.pNext = NULL;
		state.vfs.szOsFile = sizeof(struct loss_file);
		state.vfs.xOpen = vfs_open;
		state.vfs.xDelete = vfs_delete;
		/* what is not replaced asks its own for its name */
		state.vfs.pAppData = state.real->pAppData;
		sqlite3_vfs_register(&state.vfs, 1);
	}
	snprintf(state.folder, sizeof(state.folder), "%s", folder);
	state.name_count = 0;
	take_folder(folder);
}

void loss_plan(int64_t nth, uint64_t seed, const char *folder)
{
	snprintf(state.left, sizeof(state.left), "%s", folder);
	state.seed = seed * UINT64_C(0x9E3779B97F4A7C15) | 1;
	state.cut_at = state.count + nth;
}

int64_t loss_count(void)
{
	return state.count;
}

void fault_plan(enum fault fault, int64_t nth, int code, bool is_kept)
{
	pthread_mutex_lock(&state.lock);
	state.fault = fault;
	state.fault_in = nth;
	state.fault_code = code;
	state.is_fault_kept = is_kept;
	state.fault_count = 0;
	pthread_mutex_unlock(&state.lock);
}

int fault_count(void)
{
	return state.fault_count;
}

int64_t fault_calls(enum fault fault)
{
	return state.calls[fault];
}
