package lastgood.gateway.protocol;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import lastgood.core.port.Blobs;
import lastgood.core.port.Probe;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Release;
import lastgood.gateway.protocol.dialect.InferWriter;
import lastgood.gateway.running.tensor.AnswerReader;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Expected;
import lastgood.gateway.running.tensor.Row;
import lastgood.gateway.running.tensor.RowFile;
import lastgood.gateway.running.tensor.Tensor;

/// Asks golden rows over the real socket: what is *served* is looked at, not what was meant to be.
///
/// A release without golden rows can only be asked what it is: its name and epoch are checked, and its tensors.
public final class GoldenProbe implements Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_ROWS = 64;

    private final Blobs blobs;
    private final Supplier<Optional<InetSocketAddress>> address;
    private final String secret;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    /// @param address of the prediction port; empty: it is not open yet
    /// @param secret that marks these requests as probes
    public GoldenProbe(Blobs blobs, Supplier<Optional<InetSocketAddress>> address, String secret) {
        this.blobs = blobs;
        this.address = address;
        this.secret = secret;
    }

    @Override
    public Seen ask(Release expected) {
        if (address.get().isEmpty()) {
            return new Seen.NotAsked("the prediction port is not open yet");
        }
        try {
            return switch (golden(expected)) {
                case Outcome.Done<List<Row>>(var rows) ->
                        rows.isEmpty() ? askWho(expected) : askRows(expected, rows);
                case Outcome.Refused<List<Row>>(var problem) -> new Seen.Otherwise(problem.what());
            };
        } catch (IOException e) {
            return new Seen.Otherwise("the prediction port did not answer: " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Seen.Otherwise("the probe was interrupted");
        }
    }

    private Outcome<List<Row>> golden(Release release) throws IOException {
        var golden = release.evidence().golden();
        if (golden.isEmpty()) {
            return Outcome.done(List.of());
        }
        var bytes = blobs.read(golden.get().digest());
        return bytes.isPresent()
                ? RowFile.read(golden.get().name(), bytes.get(), release.parts().schema())
                : Outcome.done(List.of());
    }

    private Seen askRows(Release expected, List<Row> rows)
            throws IOException, InterruptedException {
        var epoch = OptionalLong.empty();
        for (var row : rows.subList(0, Math.min(rows.size(), MOST_ROWS))) {
            var response = client.send(question(expected, row), body());
            var complaint = complaint(expected, row, response);
            if (complaint.isPresent()) {
                return new Seen.Otherwise("golden row " + row.line() + ": " + complaint.get());
            }
            long seen = epoch(response);
            if (epoch.isPresent() && epoch.getAsLong() != seen) {
                return new Seen.Otherwise("the route changed during the probe");
            }
            epoch = OptionalLong.of(seen);
        }
        return new Seen.AsAsked(epoch.orElseThrow());
    }

    private Seen askWho(Release expected) throws IOException, InterruptedException {
        var response =
                client.send(request("/v2/models/" + expected.service()).GET().build(), body());
        var other = other(expected, response);
        return other.isPresent()
                ? new Seen.Otherwise(other.get())
                : new Seen.AsAsked(epoch(response));
    }

    private static Optional<String> complaint(
            Release expected, Row row, HttpResponse<byte[]> response) {
        var other = other(expected, response);
        if (other.isPresent()) {
            return other;
        }
        try {
            List<Tensor> outputs = AnswerReader.outputs(response.body());
            return Expected.difference(row.outputs(), outputs);
        } catch (BadData e) {
            return Optional.of("the answer cannot be read: " + e.complaint());
        }
    }

    private static Optional<String> other(Release expected, HttpResponse<byte[]> response) {
        var release = response.headers().firstValue(Predictions.RELEASE).orElse("nobody");
        if (!release.equals(expected.id().name())) {
            return Optional.of("answered by " + release + ", not by " + expected.id());
        }
        return response.statusCode() == 200
                ? Optional.empty()
                : Optional.of("answered with status " + response.statusCode());
    }

    private static long epoch(HttpResponse<byte[]> response) {
        return response.headers().firstValueAsLong(Predictions.EPOCH).orElse(0);
    }

    private HttpRequest question(Release release, Row row) {
        var document = InferWriter.request(row.inputs().values());
        try {
            return request("/v2/models/" + release.service() + "/infer")
                    .header("Content-Type", HttpAnswer.JSON)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(ByteBufUtil.getBytes(document)))
                    .build();
        } finally {
            document.release();
        }
    }

    private HttpRequest.Builder request(String path) {
        var at = address.get().orElseThrow();
        var host =
                at.getAddress().isAnyLocalAddress()
                        ? InetAddress.getLoopbackAddress()
                        : at.getAddress();
        var name = host.getHostAddress();
        var literal = name.contains(":") ? "[" + name + "]" : name;
        return HttpRequest.newBuilder(URI.create("http://" + literal + ":" + at.getPort() + path))
                .timeout(PATIENCE)
                .header(Predictions.PROBE, secret);
    }

    private static HttpResponse.BodyHandler<byte[]> body() {
        return HttpResponse.BodyHandlers.ofByteArray();
    }
}
