package lastgood.oci;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import lastgood.core.port.Blobs;
import lastgood.core.release.Digest;
import lastgood.core.release.Parcel;
import lastgood.core.release.RegistryRef;
import lastgood.oci.document.Packing;

/// A registry that has one parcel under the tag `r1`, and treats one path as it pleases.
final class LyingRegistry implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> truth = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private String lied = "";
    private Lie lie = exchange -> {};

    @FunctionalInterface
    interface Lie {
        void tell(HttpExchange exchange) throws IOException, InterruptedException;
    }

    LyingRegistry(Parcel parcel, Blobs blobs) throws IOException {
        var packed = Packing.pack(parcel, blobs);
        for (var piece : packed.pieces()) {
            try (var bytes = piece.source().open()) {
                truth.put("/v2/a/b/blobs/" + piece.digest(), bytes.readAllBytes());
            }
        }
        for (var document : packed.documents()) {
            truth.put("/v2/a/b/manifests/" + document.digest(), document.bytes());
        }
        truth.put("/v2/a/b/manifests/r1", packed.index().bytes());
        truth.put("/v2/a/b/manifests/" + packed.index().digest(), packed.index().bytes());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    LyingRegistry aboutBlob(Digest digest, Lie lie) {
        return about("/v2/a/b/blobs/" + digest, lie);
    }

    LyingRegistry about(String path, Lie lie) {
        this.lied = path;
        this.lie = lie;
        return this;
    }

    RegistryRef ref() {
        return RegistryRef.parse(registry() + "/a/b:r1").orElseThrow();
    }

    String registry() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// `GET /v2/…`, in order.
    List<String> asked() {
        return asked;
    }

    /// Says nothing more until the test is over.
    void hang() throws InterruptedException {
        closing.await();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + path);
            if (path.startsWith(lied) && !lied.isEmpty()) {
                lie.tell(exchange);
                return;
            }
            byte[] bytes = truth.get(path);
            if (bytes == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
