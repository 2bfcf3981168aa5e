package lastgood.server.soak.kill;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import lastgood.server.soak.Tumour;
import lastgood.server.soak.client.Load;
import lastgood.server.soak.client.Load.Pace;
import lastgood.server.soak.client.Oracle;
import lastgood.server.soak.client.ServerProcess;
import lastgood.server.soak.kill.Plug.Pulled;
import lastgood.server.soak.kill.Witness.Labelled;

/// One life of a server: requests come in, a person asks for this and that, and the plug is pulled.
final class Round {
    private static final Pace PACE = new Pace(8, 400);
    private static final Duration SHORTEST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofMillis(1500);

    private static final Duration TO_END = Duration.ofSeconds(20);
    private static final Set<Deed> STARTS_A_PROCESS = EnumSet.of(Deed.CREATE, Deed.COMPONENT);

    private final ServerProcess server;
    private final Oracle oracle;
    private final BlockingQueue<Labelled> answers;
    private final KillReport report;

    Round(ServerProcess server, Oracle oracle, BlockingQueue<Labelled> answers, KillReport report) {
        this.server = server;
        this.oracle = oracle;
        this.answers = answers;
        this.report = report;
    }

    void play(Person person, RandomGenerator random) {
        var witnesses =
                IntStream.range(0, PACE.clients())
                        .mapToObj(_ -> new Witness(oracle, answers))
                        .toList();
        try (var plug = new Plug(server)) {
            Pulled pulled;
            long until;
            try (var _ =
                    Load.start(
                            server.predict(), Tumour.SERVICE, oracle.telling(), PACE, witnesses)) {
                until = act(person, plug, random);
                pulled = plug.pulled();
            }
            report.killed();
            if (until < pulled.at()) {
                report.broken(List.of("control answered no more before the server was killed"));
            }
            if (!pulled.bySignal()) {
                report.broken(List.of("the server had ended by itself:\n" + server.tail()));
            }
            witnesses.forEach(w -> report.witness(w, pulled.at()));
            pulled.orphans().forEach(this::mustEnd);
        }
    }

    /// Does what can be done until control answers no more, and says when that was.
    private long act(Person person, Plug plug, RandomGenerator random) {
        try {
            var aim = aim(random);
            person.prepare(aim.orElse(Deed.APPLY));
            person.awaitAnswers();
            if (aim.isPresent()) {
                plug.pullIn(
                        upTo(person.longest(aim.get()), random),
                        STARTS_A_PROCESS.contains(aim.get()));
                person.act(aim.get());
            } else {
                plug.pullIn(SHORTEST.plus(upTo(LONGEST, random)), true);
            }
            while (true) {
                person.something();
            }
        } catch (IOException e) {
            return System.nanoTime();
        } catch (IllegalStateException e) {
            report.broken(List.of("control refused: " + e.getMessage()));
            return Long.MAX_VALUE;
        } finally {
            plug.pullIn(Duration.ZERO, false);
        }
    }

    /// In the middle of which deed the plug is pulled; empty: at any time.
    private static Optional<Deed> aim(RandomGenerator random) {
        var all = Deed.values();
        return random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(all[random.nextInt(all.length)]);
    }

    private static Duration upTo(Duration most, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(most.toNanos()));
    }

    /// What a killed server had started ends by itself.
    private void mustEnd(ProcessHandle orphan) {
        try {
            orphan.onExit().orTimeout(TO_END.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            report.broken(
                    List.of(
                            "process "
                                    + orphan.pid()
                                    + ", which the server had started, outlived it"));
            orphan.destroyForcibly();
        }
    }
}
