package lastgood.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lastgood.cli.Refusal;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.gateway.running.program.Endpoints;

/// What `--endpoint` says: `NAME=URL`, or several addresses with commas in between.
final class EndpointFlag {
    private EndpointFlag() {}

    /// @throws Refusal if one of them names no server
    static Endpoints read(List<String> given) {
        var endpoints = new TreeMap<String, List<URI>>();
        for (var said : given) {
            int at = said.indexOf('=');
            var name = at < 0 ? said : said.substring(0, at);
            var several = List.of(said.substring(at + 1).split(",", -1));
            var addresses =
                    several.stream().map(EndpointFlag::address).flatMap(Optional::stream).toList();
            if (at < 0
                    || !name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
                    || addresses.size() < several.size()
                    || Set.copyOf(addresses).size() < addresses.size()
                    || endpoints.put(name, addresses) != null) {
                throw new Refusal(
                        Problem.of(Code.WRONG_USAGE, "--endpoint " + said + " names no server.")
                                .because(
                                        "a name is of lower case letters, digits and '-', given once; an address is http, https or h2c (HTTP/2 in clear text) with a host, not link-local, and without user, query or fragment; several are separated by ',' and differ")
                                .tryThis("lastgood run --endpoint triton=http://10.0.0.5:8000")
                                .inState("Nothing was started."));
            }
        }
        return new Endpoints(endpoints);
    }

    private static Optional<URI> address(String text) {
        try {
            var uri = new URI(text);
            boolean plain =
                    uri.getRawUserInfo() == null
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null;
            return Optional.of(uri)
                    .filter(u -> plain && u.getHost() != null && !isLinkLocal(u.getHost()))
                    .filter(u -> String.valueOf(u.getScheme()).matches("https?|h2c"));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// There a cloud tells its machines their secrets. It is refused however it is written.
    private static boolean isLinkLocal(String host) {
        var literal = host.replaceAll("[\\[\\]]", "");
        try {
            return InetAddress.ofLiteral(literal).isLinkLocalAddress();
        } catch (IllegalArgumentException _) {
            try {
                return Inet4Address.ofPosixLiteral(literal).isLinkLocalAddress();
            } catch (IllegalArgumentException _) {
                return false;
            }
        }
    }
}
