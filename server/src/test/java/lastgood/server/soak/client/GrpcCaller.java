package lastgood.server.soak.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One HTTP/2 connection to the gRPC port, one call at a time.
///
/// An answer is told as the HTTP port would tell it, so that whoever listens needs no second way to read one: status 200 or
/// 500, the same names beside it, and its outputs as JSON.
public final class GrpcCaller implements Asker {
    private static final int TIMEOUT_SECONDS = 10;
    private static final int ONE_ANSWER = 2;
    private static final MethodDescriptor<byte[], byte[]> INFER =
            MethodDescriptor.newBuilder(GrpcMessages.BYTES, GrpcMessages.BYTES)
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("inference.GRPCInferenceService/ModelInfer")
                    .build();

    private final ManagedChannel channel;
    private final String service;
    private final String tensor;

    /// @param address host and port
    /// @param tensor the one input
    public GrpcCaller(String address, String service, String tensor) {
        channel = NettyChannelBuilder.forTarget(address).usePlaintext().directExecutor().build();
        this.service = service;
        this.tensor = tensor;
    }

    @Override
    public Answer ask(Row row) throws IOException {
        var message = GrpcMessages.request(service, tensor, row.values());
        var ear = new Ear();
        var call = channel.newCall(INFER, CallOptions.DEFAULT);
        long sent = System.nanoTime();
        call.start(ear, new Metadata());
        call.request(ONE_ANSWER);
        call.sendMessage(message);
        call.halfClose();
        try {
            return ear.said.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).at(sent);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (ExecutionException | TimeoutException e) {
            call.cancel("not answered in time", e);
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Said(Status status, Metadata beside, byte[] message, long answered) {
        Answer at(long sent) throws IOException {
            if (!status.isOk() && status.getCode() == Status.Code.UNAVAILABLE) {
                throw new IOException("no answer over gRPC: " + status);
            }
            var body =
                    status.isOk()
                            ? GrpcMessages.outputs(message)
                            : status.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            return new Answer(
                    status.isOk() ? 200 : 500,
                    beside("lastgood-release").orElse(""),
                    beside("lastgood-epoch").map(Long::parseLong).orElse(-1L),
                    beside("lastgood-prediction-id").orElse(""),
                    body,
                    sent,
                    answered);
        }

        private Optional<String> beside(String key) {
            return Optional.ofNullable(
                    beside.get(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER)));
        }
    }

    private static final class Ear extends ClientCall.Listener<byte[]> {
        private final CompletableFuture<Said> said = new CompletableFuture<>();
        private Metadata headers = new Metadata();
        private byte[] message = {};

        @Override
        public void onHeaders(Metadata headers) {
            this.headers = headers;
        }

        @Override
        public void onMessage(byte[] message) {
            this.message = message;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            long now = System.nanoTime();
            said.complete(new Said(status, status.isOk() ? headers : trailers, message, now));
        }
    }
}
