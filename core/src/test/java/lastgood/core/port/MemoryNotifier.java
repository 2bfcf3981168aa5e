package lastgood.core.port;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;

/// Keeps what people were told.
public final class MemoryNotifier implements Notifier {
    private final List<Told> told = new ArrayList<>();

    public record Told(ServiceName service, Instant at, Command.Notice notice, String text) {}

    public synchronized List<Told> told() {
        return List.copyOf(told);
    }

    @Override
    public synchronized void tell(
            ServiceName service, Instant at, Command.Notice notice, String text) {
        told.add(new Told(service, at, notice, text));
    }
}
