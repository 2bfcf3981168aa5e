package lastgood.core.port;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import lastgood.core.release.ServiceName;

/// A journal that lasts as long as the test. Its disk can be made to fail.
public final class MemoryJournal implements Journal {
    private final Map<ServiceName, List<Entry>> streams = new HashMap<>();
    private Optional<String> failure = Optional.empty();
    private Optional<String> lostAnswer = Optional.empty();
    private boolean unreadable;

    /// From now on nothing is written and every append answers `Failed`, until [#mend].
    public synchronized void fail(String why) {
        failure = Optional.of(why);
    }

    public synchronized void mend() {
        failure = Optional.empty();
    }

    /// The next append is written and answers `Failed` all the same.
    public synchronized void loseNextAnswer(String why) {
        lostAnswer = Optional.of(why);
    }

    /// From now on nothing can be read, until told otherwise.
    public synchronized void unreadable(boolean now) {
        unreadable = now;
    }

    @Override
    public synchronized Appended append(ServiceName service, long position, Entry entry) {
        if (failure.isPresent()) {
            return new Appended.Failed(failure.get());
        }
        var stream = streams.getOrDefault(service, List.of());
        if (position < stream.size() && stream.get((int) position).equals(entry)) {
            return new Appended.At(position);
        }
        if (position != stream.size()) {
            return new Appended.Outrun(stream.size());
        }
        streams.computeIfAbsent(service, _ -> new ArrayList<>()).add(entry);
        var answer = lostAnswer.<Appended>map(Appended.Failed::new);
        lostAnswer = Optional.empty();
        return answer.orElse(new Appended.At(position));
    }

    @Override
    public synchronized void read(ServiceName service, long from, Consumer<Entry> each) {
        if (unreadable) {
            throw new IllegalStateException("input/output error");
        }
        streams.getOrDefault(service, List.of()).stream().skip(from).forEach(each);
    }

    @Override
    public synchronized Set<ServiceName> services() {
        return new HashSet<>(streams.keySet());
    }
}
