package lastgood.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import lastgood.gateway.client.Failure.Kind;
import lastgood.testing.Patience;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over TLS: who is believed, and what is spoken there.
class TlsTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir private Path folder;
    private SSLContext known;

    @BeforeEach
    void aCertificate() throws Exception {
        known = certified("known", "dns:localhost");
    }

    @Test
    void whoOffersHttp2IsSpokenToSoOnOneConnection() {
        try (var asker = new Asker(() -> known);
                var server = new Http2Server(Http2Settings.defaultSettings(), known)) {
            for (int i = 0; i < 5; i++) {
                assertThat(asker.send(server.at("localhost"), "x" + i).body())
                        .isEqualTo("200 x" + i);
            }
            assertThat(server.accepted()).isEqualTo(1);
            assertThat(server.asked().getFirst().headers().scheme()).hasToString("https");
        }
    }

    @Test
    void whoDoesNotIsSpokenToAsEver() throws Exception {
        try (var asker = new Asker(() -> known);
                var door = (SSLServerSocket) known.getServerSocketFactory().createServerSocket(0)) {
            Thread.ofVirtual().start(() -> serve(door));
            var server = Server.at(URI.create("https://localhost:" + door.getLocalPort()));

            assertThat(asker.send(server).body()).isEqualTo("200 hi");
            assertThat(asker.send(server).body()).isEqualTo("200 hi");
        }
    }

    @Test
    void whoIsNotKnownOrHasAnotherNameIsNotReached() throws Exception {
        var other = certified("other", "dns:localhost");
        try (var asker = new Asker(() -> known);
                var unknown = new Http2Server(Http2Settings.defaultSettings(), other);
                var misnamed = new Http2Server(Http2Settings.defaultSettings(), known)) {
            assertThat(asker.send(unknown.at("localhost")).failure().kind())
                    .isEqualTo(Kind.NOT_REACHED);
            assertThat(asker.send(misnamed.at("127.0.0.1")).failure())
                    .satisfies(failure -> {
                        assertThat(failure.kind()).isEqualTo(Kind.NOT_REACHED);
                        assertThat(failure.detail()).contains("127.0.0.1");
                    });
        }
    }

    @Test
    void whoNeverShakesHandsIsNotWaitedFor() {
        try (var asker = new Asker(() -> known);
                var silent = new ScriptedServer()) {
            silent.plays(ScriptedServer.Line::listen);
            var address = silent.server().address().toString().replace("http", "https");

            assertThat(asker.send(Server.at(URI.create(address))).failure().kind())
                    .isEqualTo(Kind.NOT_REACHED);
            Patience.until("it is hung up on", () -> silent.ended() == 1);
        }
    }

    private static void serve(SSLServerSocket door) {
        try (var socket = door.accept()) {
            var line = new ScriptedServer.Line(socket, 1);
            while (!line.request().isEmpty()) {
                line.answer("hi");
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    /// Both sides of one certificate that vouches for itself.
    private SSLContext certified(String name, String at) throws Exception {
        var file = folder.resolve(name + ".p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var made =
                new ProcessBuilder(
                                keytool.toString(),
                                "-genkeypair",
                                "-alias",
                                name,
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "san=" + at,
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .start();
        var said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        return context(file);
    }

    private static SSLContext context(Path file) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        var alias = store.aliases().nextElement();
        trusted.setCertificateEntry(alias, store.getCertificate(alias));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
