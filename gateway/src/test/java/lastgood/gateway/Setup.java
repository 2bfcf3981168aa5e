package lastgood.gateway;

import java.time.Duration;
import lastgood.gateway.protocol.HttpLimits;
import lastgood.gateway.running.program.Endpoints;

/// The usual gateway of tests, of which one changes what it is about: `new House(s -> s.held = 64 << 10)`.
public final class Setup {
    private static final GatewayConfig USUAL = GatewayConfig.at("127.0.0.1", 0, "test");

    public int port = USUAL.port();
    public int eventLoops = USUAL.eventLoops();
    public int candidateThreads = USUAL.candidateThreads();
    public Duration prepareWithin = USUAL.prepareWithin();
    public Duration drainWithin = USUAL.drainWithin();
    public Endpoints endpoints = USUAL.endpoints();
    public int body = USUAL.limits().body();
    public long held = USUAL.limits().held();
    public int connections = USUAL.limits().connections();
    public Duration headWithin = USUAL.limits().headWithin();
    public Duration bodyWithin = USUAL.limits().bodyWithin();
    public Duration idleWithin = USUAL.limits().idleWithin();

    Setup() {}

    GatewayConfig config() {
        return new GatewayConfig(
                USUAL.host(),
                port,
                USUAL.grpcPort(),
                limits(),
                eventLoops,
                candidateThreads,
                prepareWithin,
                drainWithin,
                // Few tests need a process, and those can wait for it.
                USUAL.runners().withSpares(0),
                USUAL.workbench(),
                USUAL.version(),
                endpoints);
    }

    private HttpLimits limits() {
        return new HttpLimits(
                USUAL.limits().line(),
                USUAL.limits().headerBytes(),
                USUAL.limits().headers(),
                body,
                held,
                connections,
                headWithin,
                bodyWithin,
                idleWithin);
    }
}
