package lastgood.server.soak.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.random.RandomGenerator;

/// The two ports of a server.
public record Ports(int api, int predict) {
    /// Below the range from which a kernel gives outgoing connections their ports: a client that calls again while the
    /// server is down could otherwise be given the server's own port, and the server could not start again.
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 30_000;

    /// The server picks, and says which.
    public static final Ports ANY = new Ports(0, 0);

    /// Two that nobody listens on now, to be used by one server after the other.
    public static Ports free(RandomGenerator random) {
        int api = one(random);
        int predict = one(random);
        return api == predict ? free(random) : new Ports(api, predict);
    }

    /// Where a server that was given these ports can be asked, whether it says so yet or not.
    public URI predictAt() {
        return URI.create("http://127.0.0.1:" + predict);
    }

    private static int one(RandomGenerator random) {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            try (var socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // somebody else has it: another one
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }
}
