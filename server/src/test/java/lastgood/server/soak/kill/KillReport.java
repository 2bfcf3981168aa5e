package lastgood.server.soak.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import lastgood.server.soak.Durations;
import lastgood.server.soak.Machine;
import lastgood.server.soak.Report;

/// What many kills came to.
final class KillReport {
    private final long seed;
    private final Duration atMost;
    private final Promises promises;
    private final Durations firstAnswers = new Durations();
    private final Map<Deed, Integer> killedIn = new EnumMap<>(Deed.class);
    private final List<String> failures = new ArrayList<>();
    private int round;
    private int killedIdle;
    private int withCandidate;
    private long answers;
    private boolean stopped;
    private String leftBehind = "";

    /// @param atMost from the start of a process to its first right answer
    KillReport(long seed, Duration atMost, Promises promises) {
        this.seed = seed;
        this.atMost = atMost;
        this.promises = promises;
    }

    void round(int number) {
        round = number;
    }

    boolean goesOn() {
        return !stopped;
    }

    void started(Duration firstAnswer) {
        firstAnswers.add(firstAnswer.toNanos());
        if (firstAnswer.compareTo(atMost) > 0) {
            broken(List.of("the first answer took " + seconds(firstAnswer)));
        }
    }

    void broken(List<String> sentences) {
        sentences.forEach(s -> failures.add("after kill " + round + ": " + s));
    }

    /// Looks at what killed servers left where temporary files go: no promise, but a disk can fill up with it.
    void leftBehind(Path temporary) throws IOException {
        try (var all = Files.walk(temporary)) {
            long[] sizes =
                    all.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).toArray();
            leftBehind =
                    "%,d temporary files, %,d MiB"
                            .formatted(sizes.length, LongStream.of(sizes).sum() >> 20);
        }
    }

    /// Nothing more can be tried.
    void stop(String why) {
        broken(List.of(why));
        stopped = true;
    }

    /// What was under way when the plug was pulled.
    void killed() {
        if (promises.standing().trying() && !promises.standing().paused()) {
            withCandidate++;
        }
        promises.open()
                .ifPresentOrElse(
                        o -> killedIn.merge(o.deed(), 1, Integer::sum), () -> killedIdle++);
    }

    void witness(Witness witness, long killedAt) {
        answers += witness.answers();
        broken(witness.complaints(killedAt));
    }

    Report report() {
        return Report.of(
                """
                kill: kill -9 of a server under load, started again on the same data and ports
                  machine       %s
                  seed          %d
                  kills         %d, of these %d while a candidate had its share; nothing asked %d,
                                in the middle of %s
                  requests      %,d answered, each with the numbers of the release it names
                  acknowledged  %s
                                %,d labels
                  first answer  p50 %s, most %s after the process was made, right
                  left behind   %s
                """
                        .formatted(
                                Machine.line(),
                                seed,
                                firstAnswers.size(),
                                withCandidate,
                                killedIdle,
                                counts(killedIn),
                                answers,
                                counts(promises.counts()),
                                promises.labels().size(),
                                seconds(firstAnswers.percentile(50)),
                                seconds(firstAnswers.most()),
                                leftBehind),
                failures);
    }

    private static String counts(Map<Deed, Integer> counts) {
        return counts.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String seconds(Duration time) {
        return "%.2f s".formatted(time.toNanos() / 1e9);
    }
}
