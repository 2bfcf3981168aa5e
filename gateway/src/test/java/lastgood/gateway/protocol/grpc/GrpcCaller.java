package lastgood.gateway.protocol.grpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lastgood.gateway.protocol.grpc.client.GRPCInferenceServiceGrpc;
import lastgood.gateway.protocol.grpc.client.ModelInferRequest;
import lastgood.gateway.protocol.grpc.client.ModelInferResponse;

/// A client made by protoc from the same files that callers get, so that it says nothing that this server made up.
final class GrpcCaller implements AutoCloseable {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES =
            new MethodDescriptor.Marshaller<>() {
                @Override
                public InputStream stream(byte[] value) {
                    return new ByteArrayInputStream(value);
                }

                @Override
                public byte[] parse(InputStream stream) {
                    try {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };

    private final ManagedChannel channel;

    GrpcCaller(InetSocketAddress at) {
        channel =
                NettyChannelBuilder.forAddress(at)
                        .usePlaintext()
                        .maxInboundMessageSize(Integer.MAX_VALUE)
                        .build();
    }

    /// What came of a call.
    ///
    /// @param beside headers of an answer, trailers of a refusal
    record Said<T>(Status status, Optional<T> message, Metadata beside) {
        String beside(String key) {
            return Optional.ofNullable(
                            beside.get(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER)))
                    .orElse("");
        }

        T answer() {
            return message.orElseThrow(() -> new AssertionError(status));
        }

        String refusal() {
            return status.getCode() + " " + status.getDescription();
        }
    }

    ManagedChannel channel() {
        return channel;
    }

    GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub() {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel);
    }

    Said<ModelInferResponse> infer(ModelInferRequest request, String... headers) {
        return start(request, CallOptions.DEFAULT, headers).join();
    }

    CompletableFuture<Said<ModelInferResponse>> start(
            ModelInferRequest request, CallOptions options, String... headers) {
        return call(GRPCInferenceServiceGrpc.getModelInferMethod(), request, options, headers);
    }

    /// A message of any bytes.
    Said<byte[]> send(byte[] message) {
        var method =
                MethodDescriptor.newBuilder(BYTES, BYTES)
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName("inference.GRPCInferenceService/ModelInfer")
                        .build();
        return call(method, message, CallOptions.DEFAULT).join();
    }

    <Q, A> CompletableFuture<Said<A>> call(
            MethodDescriptor<Q, A> method, Q request, CallOptions options, String... headers) {
        var sent = new Metadata();
        for (int i = 0; i < headers.length; i += 2) {
            sent.put(Metadata.Key.of(headers[i], Metadata.ASCII_STRING_MARSHALLER), headers[i + 1]);
        }
        var said = new CompletableFuture<Said<A>>();
        var call = channel.newCall(method, options);
        call.start(new Ear<>(said), sent);
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
        return said;
    }

    private static final class Ear<A> extends ClientCall.Listener<A> {
        private final CompletableFuture<Said<A>> said;
        private Metadata headers = new Metadata();
        private Optional<A> message = Optional.empty();

        Ear(CompletableFuture<Said<A>> said) {
            this.said = said;
        }

        @Override
        public void onHeaders(Metadata headers) {
            this.headers = headers;
        }

        @Override
        public void onMessage(A message) {
            this.message = Optional.of(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            said.complete(new Said<>(status, message, status.isOk() ? headers : trailers));
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
