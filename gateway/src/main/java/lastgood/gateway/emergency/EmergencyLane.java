package lastgood.gateway.emergency;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import lastgood.gateway.routing.Switchboard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Both ways by which people have this gateway put a service back, each on a thread of its own.
public final class EmergencyLane implements AutoCloseable {
    /// The socket, in the data folder.
    public static final String SOCKET = "gateway.sock";

    private static final Logger LOG = LoggerFactory.getLogger(EmergencyLane.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final EmergencyDesk desk;
    private final Pulse files;
    private final Optional<RetreatSocket> socket;

    private EmergencyLane(EmergencyDesk desk, Pulse files, Optional<RetreatSocket> socket) {
        this.desk = desk;
        this.files = files;
        this.socket = socket;
    }

    /// @param folder the data folder
    public static EmergencyLane open(Path folder, Switchboard<?> board, InstantSource clock) {
        var desk = new EmergencyDesk(board, clock);
        var files = new RetreatFiles(folder, desk);
        return new EmergencyLane(
                desk, Pulse.start("gateway-retreat", LOOK, files::look), socket(folder, desk));
    }

    /// From now on a service that has no route is none. Until then a file that names it waits.
    public void allIsRouted() {
        desk.noMoreCome();
    }

    @Override
    public void close() {
        files.close();
        socket.ifPresent(RetreatSocket::close);
    }

    /// Without it there is still the other way.
    private static Optional<RetreatSocket> socket(Path folder, EmergencyDesk desk) {
        var file = folder.resolve(SOCKET);
        try {
            return Optional.of(RetreatSocket.open(file, desk));
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "{} cannot be opened ({}); in an emergency, make a file RETREAT.<service> in {}",
                    file,
                    String.valueOf(e.getMessage()),
                    folder);
            return Optional.empty();
        }
    }
}
