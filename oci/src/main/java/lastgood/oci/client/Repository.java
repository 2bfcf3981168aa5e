package lastgood.oci.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.core.release.RegistryRef;

/// One repository of a registry: what it has, what it is asked for, what it is sent.
public final class Repository implements AutoCloseable {
    private final RegistryRef at;
    private final Clock clock;
    private final Http http;
    private final Redirects redirects;

    private Repository(RegistryRef at, Clock clock, Http http) {
        this.at = at;
        this.clock = clock;
        this.http = http;
        this.redirects = new Redirects(at, http);
    }

    /// Opens it for one operation, whose time begins now. No request is made yet.
    public static Repository open(RegistryRef at, Logins logins, Limits limits) {
        var clock = new Clock(limits);
        return new Repository(at, clock, new Http(at, logins, limits, clock));
    }

    /// Bytes that can be read again from their beginning.
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    public boolean hasBlob(Digest digest) throws IOException {
        return has("looking for " + digest.brief(), "/blobs/" + digest);
    }

    public boolean hasManifest(Digest digest) throws IOException {
        return has("looking for " + digest.brief(), "/manifests/" + digest);
    }

    /// The document that a digest or a tag names.
    public Document document(String reference) throws IOException {
        var doing = "reading " + reference;
        var response = http.ask(doing, () -> to("/manifests/" + reference, true).GET());
        try (var body = response.body()) {
            expect(response, doing, 200);
            int most = http.limits().manifest();
            byte[] bytes = body.readNBytes(most + 1);
            if (bytes.length > most) {
                throw Trouble.lies(
                        "The registry sent too large a document.",
                        doing + ": more than " + most + " bytes");
            }
            if (reference.startsWith("sha256:") && !Digest.of(bytes).toString().equals(reference)) {
                throw Trouble.lies(
                        "The registry sent other bytes than it promised.",
                        "asked for " + reference,
                        "received " + Digest.of(bytes));
            }
            return new Document(bytes, response.headers().firstValue("Content-Type").orElse(""));
        }
    }

    /// A file's bytes. The stream breaks where they are not those that the digest and the size promise.
    public InputStream blob(Digest digest, long size) throws IOException {
        var doing = "fetching " + digest.brief();
        if (size > http.limits().blob()) {
            throw Trouble.lies(
                    "The artifact has too large a file.",
                    digest + " has " + size + " bytes, at most are taken " + http.limits().blob());
        }
        var response =
                redirects.follow(doing, http.ask(doing, () -> to("/blobs/" + digest, false).GET()));
        try {
            expect(response, doing, 200);
        } catch (IOException e) {
            response.body().close();
            throw e;
        }
        return new PromisedBytes(response.body(), digest.toString(), digest, size);
    }

    /// Sends a file's bytes.
    public void upload(Digest digest, long size, Source source) throws IOException {
        var doing = "sending " + digest.brief();
        var place = begin(doing);
        try (var sending = new Sending(source, clock)) {
            var response =
                    http.ask(
                            doing,
                            () ->
                                    HttpRequest.newBuilder(withDigest(place, digest))
                                            .header("Content-Type", "application/octet-stream")
                                            .PUT(sending.body(size)));
            try (var _ = response.body()) {
                expect(response, doing, 201, 204);
            }
        }
    }

    /// Sends a document under its digest, or a tag.
    public void put(String reference, Document document) throws IOException {
        var doing = "sending " + reference;
        var response =
                http.ask(
                        doing,
                        () ->
                                to("/manifests/" + reference, false)
                                        .header("Content-Type", document.type())
                                        .PUT(BodyPublishers.ofByteArray(document.bytes())));
        try (var _ = response.body()) {
            expect(response, doing, 201, 202);
        }
        var stored = response.headers().firstValue("Docker-Content-Digest");
        if (stored.filter(s -> !s.equals(document.digest().toString())).isPresent()) {
            throw Trouble.lies(
                    "The registry stored something else than it was sent.",
                    "sent " + document.digest(),
                    "it says " + stored.get());
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private boolean has(String doing, String path) throws IOException {
        var response =
                http.ask(doing, () -> to(path, true).method("HEAD", BodyPublishers.noBody()));
        try (var _ = response.body()) {
            if (response.statusCode() == 404) {
                return false;
            }
            if (response.statusCode() / 100 == 3) {
                return true; // it would lead us to the bytes
            }
            expect(response, doing, 200);
            return true;
        }
    }

    /// Where the bytes are to go: of the same registry, whatever it says.
    private URI begin(String doing) throws IOException {
        var response =
                http.ask(
                        doing,
                        () ->
                                to("/blobs/uploads/", false)
                                        .header("Content-Type", "application/octet-stream")
                                        .POST(BodyPublishers.noBody()));
        try (var _ = response.body()) {
            expect(response, doing, 202);
        }
        return redirects.ownPlace(doing, response.headers().firstValue("Location").orElse(""));
    }

    private static URI withDigest(URI place, Digest digest) {
        var text = place.toString();
        return URI.create(text + (text.indexOf('?') < 0 ? "?" : "&") + "digest=" + digest);
    }

    private HttpRequest.Builder to(String path, boolean documents) {
        var request =
                HttpRequest.newBuilder(URI.create(http.base() + "/v2/" + at.repository() + path));
        return documents
                ? request.header("Accept", Document.INDEX + ", " + Document.MANIFEST)
                : request;
    }

    private void expect(HttpResponse<InputStream> response, String doing, int... fine)
            throws IOException {
        int status = response.statusCode();
        for (int one : fine) {
            if (status == one) {
                return;
            }
        }
        var said = "it answered " + status + words(response.body());
        throw switch (status) {
            case 401, 403 -> http.denied(doing, said, http.isLoggedIn());
            case 404 ->
                    new Trouble(
                            Problem.of(
                                            Code.NOT_IN_REGISTRY,
                                            at.registry() + " has nothing of that name.")
                                    .because(doing + " in " + at.repository() + ": " + said)
                                    .inState("Nothing was changed here."));
            case 408, 429, 500, 502, 503, 504 ->
                    Trouble.unreachable(
                            "The registry " + at.registry() + " failed.", doing + ": " + said);
            default ->
                    new Trouble(
                            Problem.of(
                                            Code.REGISTRY_DENIED,
                                            "The registry " + at.registry() + " does not take it.")
                                    .because(doing + ": " + said)
                                    .inState("Nothing was changed here."));
        };
    }

    /// The beginning of what it says about it, in printable characters.
    private static String words(InputStream body) throws IOException {
        var text =
                new String(body.readNBytes(400), java.nio.charset.StandardCharsets.UTF_8)
                        .replaceAll("[^ -~]+", " ")
                        .strip();
        return Optional.of(text).filter(t -> !t.isEmpty()).map(t -> ": " + t).orElse("");
    }
}
