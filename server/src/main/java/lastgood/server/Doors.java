package lastgood.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.util.Locale;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;

/// The addresses a server listens on, tried before anything else is started.
///
/// Whoever takes one of them between this and the real thing is still noticed there; only the words are fewer.
final class Doors {
    private Doors() {}

    /// Why this server could not listen; nothing where it can.
    static Optional<Problem> closed(Config config) {
        return closed(config.host(), config.port(), "--port")
                .or(() -> closed(config.host(), config.gatewayPort(), "--gateway-port"))
                .or(() -> closed(config.host(), config.grpcPort(), "--grpc-port"));
    }

    private static Optional<Problem> closed(String host, int port, String flag) {
        var at = new InetSocketAddress(host, port);
        if (at.isUnresolved() || !isOfThisMachine(at.getAddress())) {
            return Optional.of(
                    problem("'" + host + "' (--host) is no address of this machine")
                            .tryThis(
                                    "lastgood run                    # this machine only",
                                    "lastgood run --host 0.0.0.0     # every address of it"));
        }
        try (var door = ServerSocketChannel.open()) {
            door.bind(at);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    problem(
                                    "port "
                                            + port
                                            + " ("
                                            + flag
                                            + ") on "
                                            + host
                                            + ": "
                                            + inWords(String.valueOf(e.getMessage())))
                            .tryThis(
                                    "lastgood status     # is it a lastgood that runs already?",
                                    "lastgood run " + flag + " 0     # picks a free one"));
        }
    }

    private static Problem problem(String why) {
        return Problem.of(Code.INTERNAL, "The server did not start.")
                .because(why)
                .inState("Nothing was started.");
    }

    private static String inWords(String said) {
        var small = said.toLowerCase(Locale.ROOT);
        if (small.contains("in use")) {
            return "already in use";
        }
        return small.contains("denied") ? "this user may not listen there" : said;
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || Optional.ofNullable(NetworkInterface.getByInetAddress(address)).isPresent();
        } catch (SocketException e) {
            return true; // the attempt to listen says more
        }
    }
}
