/* Counts the calls that change files below a folder and, at the chosen one, kills the process, tears the write in half,
   or answers as a full or a broken disk does. Preloaded by tests/trust/machine.py; armed through trust_arm. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { OFF, KILL, TORN, FULL_ONCE, FULL, BROKEN_ONCE, BROKEN };

static char below[PATH_MAX];
static int kind = OFF;
static long at, counted;

void trust_arm(const char *folder, int what, long number) {
    snprintf(below, sizeof below, "%s", folder);
    kind = what;
    at = number;
    counted = 0;
}

long trust_counted(void) { return counted; }

static int under(const char *path) { return below[0] && !strncmp(path, below, strlen(below)); }

static int open_under(int fd) {
    char link[64], path[PATH_MAX];
    if (!below[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return under(path);
}

/* What is to happen to this call: 0 nothing, -1 it fails with errno set, 1 only half of it is written. */
static int fate(int here, int writes) {
    if (!here) return 0;
    long number = ++counted;
    if (kind == OFF || number < at) return 0;
    int due = number == at;
    switch (kind) {
    case KILL: if (due) raise(SIGKILL); return 0;
    case TORN: if (due && !writes) raise(SIGKILL); return due;
    case FULL_ONCE: if (!due) return 0; errno = ENOSPC; return -1;
    case FULL: errno = ENOSPC; return writes ? -1 : 0;
    case BROKEN_ONCE: if (!due) return 0; errno = EIO; return -1;
    case BROKEN: errno = EIO; return -1;
    }
    return 0;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define WRITING(name, parameters, whole, half)                   \
    ssize_t name parameters {                                    \
        REAL(name);                                              \
        int what = fate(open_under(fd), 1);                      \
        if (what < 0) return -1;                                 \
        if (what > 0) { if (size > 1) half; raise(SIGKILL); }    \
        return whole;                                            \
    }

WRITING(write, (int fd, const void *data, size_t size), real(fd, data, size), real(fd, data, size / 2))
WRITING(pwrite, (int fd, const void *data, size_t size, off_t place), real(fd, data, size, place),
        real(fd, data, size / 2, place))
WRITING(pwrite64, (int fd, const void *data, size_t size, off64_t place), real(fd, data, size, place),
        real(fd, data, size / 2, place))

#define STEP(name, parameters, here, call, writes)               \
    int name parameters {                                        \
        REAL(name);                                              \
        if (fate(here, writes) < 0) return -1;                   \
        return call;                                             \
    }

STEP(fsync, (int fd), open_under(fd), real(fd), 0)
STEP(fdatasync, (int fd), open_under(fd), real(fd), 0)
STEP(ftruncate, (int fd, off_t size), open_under(fd), real(fd, size), 1)
STEP(ftruncate64, (int fd, off64_t size), open_under(fd), real(fd, size), 1)
STEP(unlink, (const char *path), under(path), real(path), 0)
STEP(rename, (const char *old, const char *new), under(new), real(old, new), 1)
STEP(link, (const char *old, const char *new), under(new), real(old, new), 1)
STEP(mkdir, (const char *path, mode_t mode), under(path), real(path, mode), 1)
