package lastgood.records.ring;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import lastgood.core.port.PredictionLog;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.core.release.ServiceName;
import org.jctools.queues.MpscArrayQueue;

/// Room for so many notes and so many bytes, between many who never wait and one who takes them out.
public final class Ring implements PredictionLog {
    private final MpscArrayQueue<LoggedPrediction> queue;
    private final long mostBytes;
    private final AtomicLong held = new AtomicLong();
    private final Map<ServiceName, Counters> counters = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private record Counters(LongAdder noted, LongAdder dropped) {}

    /// @param most notes, rounded up to a power of two
    public Ring(int most, long mostBytes) {
        queue = new MpscArrayQueue<>(most);
        this.mostBytes = mostBytes;
    }

    @Override
    public void note(LoggedPrediction prediction) {
        var counters = of(prediction.release().service());
        counters.noted().increment();
        long bytes = prediction.bytes();
        if (closed || held.addAndGet(bytes) > mostBytes || !queue.offer(prediction)) {
            held.addAndGet(closed ? 0 : -bytes);
            counters.dropped().increment();
        }
    }

    @Override
    public void dropped(ServiceName service) {
        of(service).noted().increment();
        of(service).dropped().increment();
    }

    /// A note that was taken out could not be written.
    public void lost(ServiceName service) {
        of(service).dropped().increment();
    }

    @Override
    public Map<ServiceName, Tally> tallies() {
        return counters.entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                Map.Entry::getKey,
                                e ->
                                        new Tally(
                                                e.getValue().noted().sum(),
                                                e.getValue().dropped().sum())));
    }

    /// Takes out at most so many, oldest first; only ever by one thread.
    public int drain(Consumer<LoggedPrediction> to, int most) {
        return queue.drain(
                prediction -> {
                    held.addAndGet(-prediction.bytes());
                    to.accept(prediction);
                },
                most);
    }

    /// Takes no more in.
    public void close() {
        closed = true;
    }

    private Counters of(ServiceName service) {
        var found = counters.get(service);
        return found != null
                ? found
                : counters.computeIfAbsent(
                        service, _ -> new Counters(new LongAdder(), new LongAdder()));
    }
}
