package lastgood.gateway.protocol.grpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lastgood.gateway.loop.EventLoops;
import lastgood.gateway.memory.Budget;
import lastgood.gateway.protocol.HttpLimits;
import lastgood.gateway.protocol.Traffic;

/// The socket on which callers ask for predictions by gRPC: HTTP/2 without TLS, on the loops of the gateway.
public final class GrpcPort {
    private static final int BACKLOG = 1024;

    /// Of one connection at a time; a client with more waits with them.
    private static final int CALLS = 1000;

    /// Bytes that a connection may send before they are looked at.
    private static final int AHEAD = 1 << 20;

    /// Calls that a connection may take back in ten seconds: who begins them only for that is hung up on.
    private static final int TAKEN_BACK = 2000;

    private static final int TAKEN_BACK_IN_SECONDS = 10;

    /// More often than this no client needs to ask whether we are still there.
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(10);

    private final HttpLimits limits;
    private final EventLoops loops;
    private final Callers callers;
    private final Server server;

    private GrpcPort(
            InetSocketAddress at,
            EventLoops loops,
            HttpLimits limits,
            Budget budget,
            GrpcPredictions predictions,
            Traffic traffic)
            throws IOException {
        this.limits = limits;
        this.loops = loops;
        callers = new Callers(limits.connections());
        var builder =
                NettyServerBuilder.forAddress(at)
                        .channelFactory(this::socket)
                        .bossEventLoopGroup(loops.group())
                        .workerEventLoopGroup(loops.group())
                        .directExecutor()
                        .withOption(ChannelOption.SO_BACKLOG, BACKLOG)
                        .withOption(ChannelOption.SO_REUSEADDR, true)
                        .withChildOption(ChannelOption.TCP_NODELAY, true)
                        .maxConcurrentCallsPerConnection(CALLS)
                        .maxInboundMetadataSize(limits.headerBytes())
                        // Incoming counts them, and tells the caller why in our words.
                        .maxInboundMessageSize(Integer.MAX_VALUE)
                        .flowControlWindow(AHEAD)
                        .maxRstFramesPerWindow(TAKEN_BACK, TAKEN_BACK_IN_SECONDS)
                        .handshakeTimeout(limits.headWithin().toNanos(), TimeUnit.NANOSECONDS)
                        .maxConnectionIdle(limits.idleWithin().toNanos(), TimeUnit.NANOSECONDS)
                        .keepAliveTime(limits.idleWithin().toNanos(), TimeUnit.NANOSECONDS)
                        .permitKeepAliveTime(ALIVE_EVERY.toNanos(), TimeUnit.NANOSECONDS)
                        .permitKeepAliveWithoutCalls(true)
                        .addStreamTracerFactory(Incoming.factory(traffic, budget, limits.body()));
        predictions
                .services()
                .forEach((service, methods) -> builder.addService(service(service, methods)));
        server = builder.build();
        try {
            server.start();
        } catch (IOException e) {
            throw new IOException("the gRPC port cannot listen on " + at, e);
        }
    }

    /// Listens from now on.
    ///
    /// @param budget of what requests hold, at this port and at any other
    public static GrpcPort open(
            InetSocketAddress at,
            EventLoops loops,
            HttpLimits limits,
            Budget budget,
            GrpcPredictions predictions,
            Traffic traffic)
            throws IOException {
        return new GrpcPort(at, loops, limits, budget, predictions, traffic);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().getFirst();
    }

    /// Accepts nothing more, and tells every client to go elsewhere with its next call.
    public void leave() {
        server.shutdown();
    }

    /// Lets calls under way end, for at most `within`, and hangs up.
    public void drain(Duration within) {
        leave();
        try {
            server.awaitTermination(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        server.shutdownNow();
    }

    private ServerChannel socket() {
        var socket = EventLoops.newServerChannel();
        socket.pipeline().addLast(callers);
        return socket;
    }

    private ServerServiceDefinition service(String name, Map<String, Call.Method> methods) {
        var definition = ServerServiceDefinition.builder(name);
        methods.forEach((method, what) ->
                definition.addMethod(
                        MethodDescriptor.newBuilder(Message.IN, Message.OUT)
                                .setType(MethodDescriptor.MethodType.UNARY)
                                .setFullMethodName(
                                        MethodDescriptor.generateFullMethodName(name, method))
                                .build(),
                        handler(what)));
        return definition.build();
    }

    private ServerCallHandler<InputStream, byte[]> handler(Call.Method what) {
        return (call, headers) ->
                new Call(call, headers, what, loops.here(), limits, () -> hangUp(call)).begin();
    }

    private void hangUp(ServerCall<InputStream, byte[]> call) {
        Attributes attributes = call.getAttributes();
        callers.hangUpOn(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    }
}
