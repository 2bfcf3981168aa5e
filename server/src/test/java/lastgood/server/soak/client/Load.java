package lastgood.server.soak.client;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/// Clients that ask row after row, each over a keep-alive connection of its own, until it is closed.
public final class Load implements AutoCloseable {
    /// A client that fell behind catches up on so many requests at once and lets the others go.
    private static final int MOST_BEHIND = 10;

    private final List<Thread> clients = new ArrayList<>();
    private final Queue<RuntimeException> broken = new ConcurrentLinkedQueue<>();
    private final LongAdder asked = new LongAdder();
    private volatile boolean over;

    private Load() {}

    /// @param perSecond of all clients together; each leaves its share of the second between two requests
    public record Pace(int clients, int perSecond) {
        long between() {
            return 1_000_000_000L * clients / perSecond;
        }
    }

    /// What one client hears. Called by that client's thread alone.
    public interface Ear {
        void answered(Row row, Answer answer);

        /// No whole answer came.
        void failed(Row row, long at, IOException why);
    }

    /// Clients that all speak HTTP.
    ///
    /// @param ears one a client
    public static Load start(
            URI predict, String service, List<Row> rows, Pace pace, List<? extends Ear> ears) {
        return start(_ -> new Caller(predict, service), rows, pace, ears);
    }

    /// @param askers by the number of the client, from 0
    /// @param ears one a client
    public static Load start(
            IntFunction<Asker> askers, List<Row> rows, Pace pace, List<? extends Ear> ears) {
        if (ears.size() != pace.clients()) {
            throw new IllegalArgumentException(
                    ears.size() + " ears for " + pace.clients() + " clients");
        }
        var load = new Load();
        long start = System.nanoTime();
        for (int i = 0; i < pace.clients(); i++) {
            var ear = ears.get(i);
            long first = start + i * pace.between() / pace.clients();
            int firstRow = i * rows.size() / pace.clients();
            var asker = askers.apply(i);
            load.clients.add(
                    Thread.ofVirtual()
                            .name("client " + i)
                            .start(() -> load.run(asker, rows, firstRow, first, pace, ear)));
        }
        return load;
    }

    /// Requests that came to an end, one way or the other.
    public long asked() {
        return asked.sum();
    }

    /// Ends when every client has heard its last answer. What an ear threw is thrown here.
    @Override
    public void close() {
        over = true;
        try {
            for (var client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!broken.isEmpty()) {
            throw broken.remove();
        }
    }

    private void run(Asker asker, List<Row> rows, int firstRow, long first, Pace pace, Ear ear) {
        long next = first;
        try (asker) {
            for (int i = firstRow; !over; i++) {
                for (long now = System.nanoTime(); now < next; now = System.nanoTime()) {
                    LockSupport.parkNanos(next - now);
                }
                ask(asker, rows.get(i % rows.size()), ear);
                asked.increment();
                next =
                        Math.max(
                                next + pace.between(),
                                System.nanoTime() - MOST_BEHIND * pace.between());
            }
        } catch (RuntimeException e) {
            broken.add(e);
        }
    }

    private static void ask(Asker asker, Row row, Ear ear) {
        Answer answer;
        try {
            answer = asker.ask(row);
        } catch (IOException e) {
            ear.failed(row, System.nanoTime(), e);
            return;
        }
        ear.answered(row, answer);
    }
}
