package lastgood.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.control.doctor.Checkup;
import lastgood.control.doctor.Finding;
import lastgood.control.rollout.ServiceLoop;

/// Whether somebody is told of trips, and can be reached. Nothing is sent: a notice that is none would be read as one.
record NoticesCheckup(Optional<URI> webhook) implements Checkup {
    private static final String NOTICES = "notices";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public String name() {
        return NOTICES;
    }

    @Override
    public List<Finding> general(List<ServiceLoop> services) {
        return List.of(
                webhook.map(NoticesCheckup::reached)
                        .orElseGet(() ->
                                Finding.warning(
                                        NOTICES,
                                        "nobody is told of trips and rollbacks",
                                        "lastgood run --webhook URL")));
    }

    /// The address without its path, which is often a secret.
    private static Finding reached(URI target) {
        int port = target.getPort() >= 0 ? target.getPort() : port(target.getScheme());
        var at = target.getHost() + ":" + port;
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(target.getHost(), port), (int) PATIENCE.toMillis());
            return Finding.ok(NOTICES, at + " can be reached");
        } catch (IOException e) {
            return Finding.warning(
                    NOTICES,
                    at + " cannot be reached: " + e.getMessage(),
                    "start what listens there, or lastgood run --webhook URL with another");
        }
    }

    private static int port(String scheme) {
        return scheme.equalsIgnoreCase("https") ? 443 : 80;
    }
}
