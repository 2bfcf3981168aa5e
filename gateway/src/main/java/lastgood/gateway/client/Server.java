package lastgood.gateway.client;

import java.net.URI;

/// Where a server is, and how it is spoken to.
///
/// @param address as it was said
/// @param host as a name or literal, without brackets
/// @param authority as a request names it
/// @param path in front of every path, without a slash at its end
public record Server(
        URI address, Speech speech, String host, int port, String authority, String path) {

    /// What is spoken to it.
    public enum Speech {
        /// HTTP/1.1.
        HTTP("http", 80),
        /// HTTP/2 or HTTP/1.1 over TLS: the server chooses.
        HTTPS("https", 443),
        /// HTTP/2 in clear text. The server is known to speak it, and is not asked.
        H2C("h2c", 80);

        private final String scheme;
        private final int port;

        Speech(String scheme, int port) {
            this.scheme = scheme;
            this.port = port;
        }

        static Speech of(String scheme) {
            for (var speech : values()) {
                if (speech.scheme.equalsIgnoreCase(scheme)) {
                    return speech;
                }
            }
            throw new IllegalArgumentException("nothing is spoken to " + scheme + " addresses");
        }

        /// As HTTP/2 names it.
        String wire() {
            return this == HTTPS ? "https" : "http";
        }
    }

    /// @throws IllegalArgumentException if it is no address of a server
    public static Server at(URI address) {
        var speech = Speech.of(String.valueOf(address.getScheme()));
        var host = address.getHost();
        if (host == null) {
            throw new IllegalArgumentException(address + " has no host");
        }
        int port = address.getPort() < 0 ? speech.port : address.getPort();
        var path = address.getRawPath() == null ? "" : address.getRawPath();
        return new Server(
                address,
                speech,
                host.replaceAll("[\\[\\]]", ""),
                port,
                port == speech.port ? host : host + ":" + port,
                path.replaceAll("/+$", ""));
    }
}
