package lastgood.core.port;

import java.time.Instant;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;

/// Tells people. Never waits and never fails: a dead target delays nothing.
public interface Notifier {
    void tell(ServiceName service, Instant at, Command.Notice notice, String text);
}
