package lastgood.oci.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Optional;
import lastgood.core.release.RegistryRef;

/// Where a registry may lead us.
///
/// What is sent goes to the registry itself. What is fetched may lie elsewhere, as large registries keep it in a store of
/// their own; its digest decides, not its place. But nobody leads us into this machine or its network, or off encryption.
final class Redirects {
    private static final int MOST = 3;

    private final RegistryRef at;
    private final Http http;

    Redirects(RegistryRef at, Http http) {
        this.at = at;
        this.http = http;
    }

    HttpResponse<InputStream> follow(String doing, HttpResponse<InputStream> first)
            throws IOException {
        var response = first;
        for (int hops = 0; response.statusCode() / 100 == 3; hops++) {
            response.body().close();
            var to =
                    resolve(
                            doing,
                            response.uri(),
                            response.headers().firstValue("Location").orElse(""));
            if (hops == MOST || !(isOwn(to) || isFar(to))) {
                throw elsewhere(doing, to);
            }
            response = http.askStranger(doing, to);
        }
        return response;
    }

    URI ownPlace(String doing, String location) throws IOException {
        var to = resolve(doing, http.base(), location);
        if (location.isEmpty() || !isOwn(to)) {
            throw elsewhere(doing, to);
        }
        return to;
    }

    private boolean isOwn(URI to) {
        return http.base().getScheme().equals(to.getScheme())
                && http.base().getAuthority().equals(to.getAuthority());
    }

    private boolean isFar(URI to) {
        if (at.isLoopback() || !"https".equals(to.getScheme()) || to.getHost() == null) {
            return false;
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(to.getHost()))
                    .noneMatch(a ->
                            a.isLoopbackAddress()
                                    || a.isAnyLocalAddress()
                                    || a.isLinkLocalAddress()
                                    || a.isSiteLocalAddress());
        } catch (UnknownHostException _) {
            return false;
        }
    }

    private static URI resolve(String doing, URI from, String location) throws IOException {
        try {
            return from.resolve(URI.create(location));
        } catch (IllegalArgumentException _) {
            throw Trouble.lies("The registry leads nowhere.", doing + ": no address in Location");
        }
    }

    private static Trouble elsewhere(String doing, URI to) {
        return Trouble.lies(
                "The registry leads somewhere else.",
                doing
                        + ": to "
                        + to.getScheme()
                        + "://"
                        + Optional.ofNullable(to.getAuthority()).orElse("nowhere"));
    }
}
