package lastgood.oci;

import static lastgood.core.port.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import lastgood.core.port.Registry;
import lastgood.core.port.RegistryContract;
import lastgood.core.port.Releases;
import lastgood.core.problem.Code;
import lastgood.core.release.Digest;
import lastgood.core.release.RegistryRef;
import lastgood.oci.client.Limits;
import lastgood.oci.client.Logins;
import lastgood.testing.RegistryServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract, with Debian's docker-registry.
class OciRegistryTest extends RegistryContract {
    /// `alice` and `open sesame`, as bcrypt.
    private static final String ALICE =
            "alice:$2a$05$abcdefghijklmnopqrstuupx2xBUC4954936wVIjyyPHmUBFu0wCW";

    @TempDir private Path folder;
    private Stores stores;
    private RegistryServer server;

    @BeforeEach
    void start() throws IOException {
        stores = new Stores(folder);
        server = RegistryServer.start(folder.resolve("registry"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        stores.close();
    }

    @Override
    protected Registry registry(Releases store) {
        return registry(store, Map.of());
    }

    @Override
    protected Releases store() throws IOException {
        return stores.open();
    }

    @Override
    protected void damage(Releases store, Digest digest) throws IOException {
        stores.damage(digest);
    }

    @Override
    protected RegistryRef ref(String repositoryAndTag) {
        return server.ref(repositoryAndTag);
    }

    @Test
    void theReleaseItselfIsAManifestOfItsOwnDigestByteForByte() throws Exception {
        var here = store();
        var parcel = full(here);
        done(registry(here).push(parcel, ref("models/tumour:r1")));

        var response = fetched("/v2/models/tumour/manifests/" + parcel.release());

        assertThat(response).isEqualTo(here.read(parcel.release()).orElseThrow());
    }

    /// It has no evidence then: that is listed beside it.
    @Test
    void aReleaseIsFoundByItsOwnDigest() throws Exception {
        var here = store();
        var parcel = full(here);
        done(registry(here).push(parcel, ref("models/tumour:r1")));
        var there = store();

        var arrived = done(registry(there).pull(ref("models/tumour:r1").at(parcel.release())));

        assertThat(there.seal(arrived.manifest())).isEqualTo(parcel.release());
        assertThat(arrived.evidence().golden()).isEmpty();
    }

    @Test
    void whatIsNoReleaseIsNotTaken() throws Exception {
        var here = store();
        put(
                "models/other",
                "latest",
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}");

        assertThat(refused(registry(here).pull(ref("models/other:latest"))))
                .isEqualTo(Code.NOT_A_RELEASE);
    }

    @Test
    void aDamagedFileHereIsMendedByAPull() throws Exception {
        var here = store();
        var parcel = full(here);
        done(registry(here).push(parcel, ref("models/tumour:r1")));
        stores.damage(parcel.manifest().parts().model().graph().digest());

        done(registry(here).pull(ref("models/tumour:r1")));

        assertThat(here.read(parcel.manifest().parts().model().graph().digest()))
                .hasValue(bytes("model"));
    }

    @Test
    void aRegistryThatAsksForALoginGetsItFromTheServersEnvironment() throws Exception {
        var here = store();
        var parcel = full(here);
        var home = Files.createDirectories(folder.resolve("locked"));
        try (var locked = RegistryServer.withLogin(home, ALICE)) {
            var to = locked.ref("models/tumour:r1");
            var auth = Base64.getEncoder().encodeToString(bytes("alice:open sesame"));
            var file = folder.resolve("auth.json");
            Files.writeString(
                    file, "{\"auths\":{\"" + to.registry() + "\":{\"auth\":\"" + auth + "\"}}}");
            var byFile = Map.of(Logins.FILE, file.toString());
            var byName =
                    Map.of(
                            Logins.HOST, to.registry(),
                            Logins.USER, "alice",
                            Logins.PASSWORD, "open sesame");
            var wrong =
                    Map.of(Logins.HOST, to.registry(), Logins.USER, "alice", Logins.PASSWORD, "?");
            var elsewhere =
                    Map.of(
                            Logins.HOST, "127.0.0.1:1",
                            Logins.USER, "alice",
                            Logins.PASSWORD, "open sesame");

            for (var login : java.util.List.of(Map.<String, String>of(), wrong, elsewhere)) {
                assertThat(refused(registry(here, login).push(parcel, to)))
                        .isEqualTo(Code.REGISTRY_DENIED);
            }
            done(registry(here, byFile).push(parcel, to));
            assertThat(done(registry(store(), byName).pull(to))).isEqualTo(parcel);
        }
    }

    private static Registry registry(Releases store, Map<String, String> variables) {
        return new OciRegistry(store, new Logins(variables), Limits.DEFAULT);
    }

    private byte[] fetched(String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .header("Accept", "application/vnd.oci.image.manifest.v1+json");
            return http.send(request.build(), BodyHandlers.ofByteArray()).body();
        }
    }

    private void put(String repository, String tag, String index) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + server.port()
                                                    + "/v2/"
                                                    + repository
                                                    + "/manifests/"
                                                    + tag))
                            .header("Content-Type", "application/vnd.oci.image.index.v1+json")
                            .PUT(
                                    HttpRequest.BodyPublishers.ofString(
                                            index, StandardCharsets.UTF_8));
            assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(201);
        }
    }
}
