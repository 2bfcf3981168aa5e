/* Asks at a fixed rate and counts each answer's time from the moment at which its request was due, not from the one at which
   it could be sent: a server that stalls makes all that fall due meanwhile late, as it would for real callers (open loop).

     rate PORT PATH BODY_FILE REQUESTS_A_SECOND SECONDS CONNECTIONS WARM_SECONDS [PIECE ...]

   One thread, keep-alive, one request at a time on each connection; where none is free, a request waits for one and its
   time runs. Every answer has to be a 200 that holds one of the PIECEs. It prints one line of JSON; times are microseconds.
   "lag" is how late it sent a request that was due and had a connection: its own error, to be read beside the answers' times. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define ROOM 65536
#define MOST_CONNECTIONS 1024
static const int64_t SECOND = 1000000000, GRACE = 5000000000;

struct connection {
    int fd, have, end;
    int64_t due;
    char in[ROOM + 1];
};

static struct sockaddr_in server;
static char *request;
static size_t request_size;
static char **pieces;
static int piece_count;
static struct connection *all;
static int idle[MOST_CONNECTIONS], idle_first, idle_count, connections;
static uint32_t *times, *lags;
static int64_t answered, failed, lagged, warm_until, freed_at;

static void broken(const char *what) {
    fprintf(stderr, "rate: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * SECOND + t.tv_nsec;
}

/* Connections take turns. */
static void rest(int i) {
    if (!idle_count) freed_at = now();
    all[i].due = -1;
    idle[(idle_first + idle_count++) % connections] = i;
}

static int wake(void) {
    int i = idle[idle_first];
    idle_first = (idle_first + 1) % connections;
    idle_count--;
    return i;
}

static void open_one(int epoll, int i) {
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&server, sizeof server)) broken("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    all[i].fd = fd;
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event)) broken("epoll_ctl");
}

static void failure(int epoll, int i, const char *why) {
    if (!failed++) fprintf(stderr, "rate: %s: %.300s\n", why, all[i].in);
    close(all[i].fd);
    open_one(epoll, i);
    if (all[i].due >= 0) rest(i);
}

static void ask(int epoll, int i, int64_t due) {
    all[i].have = all[i].end = 0;
    all[i].in[0] = 0;
    all[i].due = due;
    if (send(all[i].fd, request, request_size, MSG_NOSIGNAL) != (ssize_t)request_size) failure(epoll, i, "not sent");
}

/* Where the answer ends, once its head is there. */
static int end_of(const char *in) {
    const char *head_end = strstr(in, "\r\n\r\n"), *length;
    if (!head_end) return 0;
    for (length = in; length < head_end; length = strstr(length, "\r\n") + 2)
        if (!strncasecmp(length, "content-length:", 15)) return (int)(head_end + 4 - in) + atoi(length + 15);
    return -1;
}

static int right(const struct connection *c) {
    if (strncmp(c->in, "HTTP/1.1 200", 12)) return 0;
    for (int p = 0; p < piece_count; p++)
        if (memmem(c->in, c->have, pieces[p], strlen(pieces[p]))) return 1;
    return !piece_count;
}

static void hear(int epoll, int i) {
    struct connection *c = &all[i];
    ssize_t read = recv(c->fd, c->in + c->have, ROOM - c->have, 0);
    if (read <= 0 || c->due < 0) return failure(epoll, i, "the connection was closed, or spoke unasked");
    c->have += read;
    c->in[c->have] = 0;
    if (!c->end) c->end = end_of(c->in);
    if (c->end < 0 || c->end > ROOM) return failure(epoll, i, "an answer of no length, or of too great a one");
    if (!c->end || c->have < c->end) return;
    if (!right(c)) return failure(epoll, i, "a wrong answer");
    if (c->due >= warm_until) times[answered++] = (now() - c->due) / 100;
    rest(i);
}

static int by_size(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double percentile(uint32_t *sorted, int64_t count, double percent) {
    if (!count) return 0;
    int64_t rank = (int64_t)(percent / 100 * count);
    return sorted[rank < count ? rank : count - 1] / 10.0;
}

int main(int argc, char **argv) {
    if (argc < 8) return fprintf(stderr, "rate PORT PATH BODY_FILE A_SECOND SECONDS CONNECTIONS WARM_SECONDS [PIECE ...]\n"), 2;
    double rate = atof(argv[4]);
    int64_t seconds = atoi(argv[5]), warm = atoi(argv[7]);
    connections = atoi(argv[6]);
    if (rate <= 0 || seconds <= 0 || connections <= 0 || connections > MOST_CONNECTIONS) return 2;
    pieces = argv + 8;
    piece_count = argc - 8;
    server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    static char body[ROOM];
    FILE *file = fopen(argv[3], "rb");
    if (!file) broken(argv[3]);
    int size = (int)fread(body, 1, ROOM - 1, file);
    fclose(file);
    request_size = asprintf(&request, "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
        argv[2], argv[1], size, body);

    int64_t total = (int64_t)(rate * (warm + seconds)), expected = total + 1;
    times = malloc(expected * sizeof *times);
    lags = malloc(expected * sizeof *lags);
    all = calloc(connections, sizeof *all);
    if (!times || !lags || !all) broken("memory");
    prctl(PR_SET_TIMERSLACK, 1UL);
    int epoll = epoll_create1(0);
    for (int i = 0; i < connections; i++) {
        open_one(epoll, i);
        rest(i);
    }

    int64_t start = now() + SECOND / 100, next = 0, give_up = start + (warm + seconds) * SECOND + GRACE;
    warm_until = start + warm * SECOND;
    struct epoll_event events[256];
    while (next < total || idle_count < connections) {
        int64_t due = start + (int64_t)(next * (SECOND / rate)), t = now();
        if (t > give_up) break;
        if (next < total && due <= t && idle_count) {
            /* Late because no connection was free is the server's doing, late although one was is ours. */
            if (due >= warm_until) lags[lagged++] = (t - (due > freed_at ? due : freed_at)) / 100;
            ask(epoll, wake(), due);
            next++;
            continue;
        }
        int64_t wait = next < total && idle_count ? due - t : SECOND / 10;
        struct timespec timeout = {wait / SECOND, wait % SECOND};
        int ready = epoll_pwait2(epoll, events, 256, &timeout, NULL);
        if (ready < 0 && errno != EINTR) broken("epoll_pwait2");
        for (int e = 0; e < ready; e++) hear(epoll, events[e].data.u32);
    }
    failed += total - next + (connections - idle_count);
    double took = (now() - warm_until) / (double)SECOND;
    qsort(times, answered, sizeof *times, by_size);
    qsort(lags, lagged, sizeof *lags, by_size);
    printf("{\"requests\":%lld,\"failed\":%lld,\"rate\":%.1f,\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"most\":%.1f,\"lag50\":%.1f,\"lag99\":%.1f}\n",
        (long long)answered, (long long)failed, answered / took, percentile(times, answered, 50), percentile(times, answered, 90),
        percentile(times, answered, 99), percentile(times, answered, 99.9), percentile(times, answered, 100),
        percentile(lags, lagged, 50), percentile(lags, lagged, 99));
    return failed ? 1 : 0;
}
