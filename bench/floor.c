/* What inference costs and nothing else: graphs run one after the other by ONNX Runtime's C API, one thread, inputs and outputs
   allocated once. The library is the one that the product ships.

     floor LIBRARY SECONDS VALUES GRAPH [GRAPH ...]
       VALUES  the row, numbers with commas between them
       GRAPH   FILE:INPUT:OUTPUT,TYPE,COUNT[:OUTPUT,TYPE,COUNT]   TYPE is f (float) or l (int64)

   The first output of a graph is the input of the next. It prints one line of JSON: CPU microseconds of one run of all of them,
   and what the last one answered, so that it can be seen that it is the real thing. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The functions that are used, by their places in the table that OrtGetApiBase gives: that order is the binary interface, to which
   ONNX Runtime only ever adds at the end, so no header is needed. */
enum {
    ERROR_MESSAGE = 2, CREATE_ENV = 3, CREATE_SESSION = 7, RUN = 9, CREATE_OPTIONS = 10, INTRA_OP_THREADS = 24,
    TENSOR_OF_DATA = 49, CPU_MEMORY = 69
};
enum { API_VERSION = 16, WARNING = 2, FLOAT = 1, INT64 = 7, ARENA = 1, DEFAULT_MEMORY = 0, MOST = 8, BATCH = 1000 };

struct base { const void *const *(*api)(uint32_t); const char *(*version)(void); };
struct graph {
    void *session, *in, *out[MOST];
    const char *in_name, *out_name[MOST];
    char type[MOST];
    int count[MOST], outs;
    void *data[MOST];
};

static const void *const *api;
static void *memory;

static void check(void *status) {
    if (!status) return;
    fprintf(stderr, "floor: %s\n", ((const char *(*)(void *))api[ERROR_MESSAGE])(status));
    exit(1);
}

static void *tensor(void *data, int count, char type, int flat) {
    int64_t shape[] = {1, count};
    void *value = NULL;
    check(((void *(*)(void *, void *, size_t, const int64_t *, size_t, int, void **))api[TENSOR_OF_DATA])(
        memory, data, count * (type == 'f' ? 4 : 8), shape, flat ? 1 : 2, type == 'f' ? FLOAT : INT64, &value));
    return value;
}

static void load(struct graph *g, void *env, void *options, char *spec, void *in) {
    char *file = strsep(&spec, ":");
    g->in_name = strsep(&spec, ":");
    g->in = in;
    check(((void *(*)(void *, const char *, void *, void **))api[CREATE_SESSION])(env, file, options, &g->session));
    for (char *out; (out = strsep(&spec, ":")) && g->outs < MOST; g->outs++) {
        int i = g->outs;
        g->out_name[i] = strsep(&out, ",");
        g->type[i] = *strsep(&out, ",");
        g->count[i] = atoi(out);
        g->data[i] = calloc(g->count[i], 8);
        /* A row's one label is a vector of one. */
        g->out[i] = tensor(g->data[i], g->count[i], g->type[i], g->count[i] == 1);
    }
}

static void run(struct graph *g) {
    const void *ins[] = {g->in};
    check(((void *(*)(void *, void *, const char *const *, const void *const *, size_t, const char *const *, size_t, void **))api[RUN])(
        g->session, NULL, &g->in_name, ins, 1, g->out_name, g->outs, g->out));
}

static double cpu(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    if (argc < 5 || argc - 4 > MOST) return fprintf(stderr, "floor LIBRARY SECONDS VALUES GRAPH [GRAPH ...]\n"), 2;
    void *library = dlopen(argv[1], RTLD_NOW);
    if (!library) return fprintf(stderr, "floor: %s\n", dlerror()), 1;
    const struct base *base = ((const struct base *(*)(void))dlsym(library, "OrtGetApiBase"))();
    api = base->api(API_VERSION);
    if (!api) return fprintf(stderr, "floor: ONNX Runtime %s has no API %d\n", base->version(), API_VERSION), 1;

    void *env = NULL, *options = NULL;
    check(((void *(*)(int, const char *, void **))api[CREATE_ENV])(WARNING, "floor", &env));
    check(((void *(*)(void **))api[CREATE_OPTIONS])(&options));
    check(((void *(*)(void *, int))api[INTRA_OP_THREADS])(options, 1));
    check(((void *(*)(int, int, void **))api[CPU_MEMORY])(ARENA, DEFAULT_MEMORY, &memory));

    static float row[65536];
    int width = 0;
    for (char *number; (number = strsep(&argv[3], ",")) && width < 65536;) row[width++] = strtof(number, NULL);
    static struct graph graphs[MOST];
    int count = argc - 4;
    for (int i = 0; i < count; i++)
        load(&graphs[i], env, options, argv[4 + i], i ? graphs[i - 1].out[0] : tensor(row, width, 'f', 0));

    static double batches[1 << 20];
    int done = 0;
    time_t end = time(NULL) + atoi(argv[2]);
    for (int i = 0; i < 10 * BATCH; i++)
        for (int g = 0; g < count; g++) run(&graphs[g]);
    do {
        double began = cpu();
        for (int i = 0; i < BATCH; i++)
            for (int g = 0; g < count; g++) run(&graphs[g]);
        batches[done++] = (cpu() - began) / BATCH;
    } while (time(NULL) < end && done < 1 << 20);
    qsort(batches, done, sizeof *batches, by_size);

    struct graph *last = &graphs[count - 1];
    printf("{\"cpu\":%.3f,\"runs\":%d,\"version\":\"%s\"", batches[done / 2], done * BATCH, base->version());
    for (int o = 0; o < last->outs; o++) {
        printf(",\"%s\":[", last->out_name[o]);
        for (int i = 0; i < last->count[o]; i++)
            if (last->type[o] == 'f') printf("%s%.9g", i ? "," : "", ((float *)last->data[o])[i]);
            else printf("%s%lld", i ? "," : "", (long long)((int64_t *)last->data[o])[i]);
        printf("]");
    }
    printf("}\n");
    return 0;
}
