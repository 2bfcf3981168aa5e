package lastgood.control.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Whose turn it is on each connection: the caller's, who has so long to send something, or ours, as long as it takes.
///
/// Helidon hangs up on connections that are idle, and counts from the last request on, also while that is being
/// answered; so its patience would have to outlast the slowest answer. Here a request that is being answered is not
/// idle, and one whose body we wait for is as idle as the wait is long.
final class Turns implements ServerConnectionSelector {
    private static final long OURS = Long.MAX_VALUE;

    private final Http1ConnectionSelector http1 =
            Http1ConnectionSelector.builder().config(Http1Config.create()).build();

    /// Since when we wait for the caller's next bytes, on connections with a request under way.
    private final Map<String, Long> waitingSince = new ConcurrentHashMap<>();

    /// There is nothing to do before more of the request has come.
    void theirs(String connection) {
        waitingSince.put(connection, System.nanoTime());
    }

    /// What has come is being worked on.
    void ours(String connection) {
        waitingSince.put(connection, OURS);
    }

    /// It is answered.
    void end(String connection) {
        waitingSince.remove(connection);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new Connection(http1.connection(context), context.childSocketId());
    }

    private final class Connection implements ServerConnection {
        private final ServerConnection plain;
        private final String id;

        Connection(ServerConnection plain, String id) {
            this.plain = plain;
            this.id = id;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            plain.handle(limit);
        }

        @Override
        public Duration idleTime() {
            return Optional.ofNullable(waitingSince.get(id))
                    .map(at -> at == OURS ? Duration.ZERO : since(at))
                    .orElseGet(plain::idleTime);
        }

        @Override
        public void close(boolean interrupt) {
            plain.close(interrupt || !isOurs());
        }

        /// Helidon itself would wait for the rest of a request that has begun to come.
        private boolean isOurs() {
            return Optional.ofNullable(waitingSince.get(id)).filter(at -> at == OURS).isPresent();
        }

        private static Duration since(long nanos) {
            return Duration.ofNanos(System.nanoTime() - nanos);
        }
    }
}
