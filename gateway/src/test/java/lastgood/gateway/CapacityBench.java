package lastgood.gateway;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What sharing runs is worth: one slow model over HTTP, with and without. The callers share the machine.
public final class CapacityBench {
    private static final String GOLDEN =
            "{\"inputs\":{\"X\":[[0.5,1]]}}\n{\"inputs\":{\"X\":[[2,3]]}}\n";
    private static final int MOST = 1 << 20;

    private CapacityBench() {}

    /// @param args seconds of each row (5), rounds (3)
    public static void main(String[] args) throws InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        try (var house = new House()) {
            var timeout = Duration.ofMillis(500);
            house.settle(
                    house.ready(
                            house.drafts
                                    .of("alone", 1, "models/slow.onnx")
                                    .golden(GOLDEN)
                                    .timeout(timeout)
                                    .batchMax(1)));
            house.settle(
                    house.ready(
                            house.drafts
                                    .of("shared", 1, "models/slow.onnx")
                                    .golden(GOLDEN)
                                    .timeout(timeout)));
            for (var service : new String[] {"alone", "shared"}) {
                run(house, service, 16, Duration.ofSeconds(seconds)); // warm-up
            }
            System.out.println("round service callers answered/s refused/s p50ms p99ms load");
            for (int round = 1; round <= rounds; round++) {
                for (int callers : new int[] {1, 16, 64, 512}) {
                    for (var service : new String[] {"alone", "shared"}) {
                        System.out.println(
                                round
                                        + " "
                                        + run(
                                                house,
                                                service,
                                                callers,
                                                Duration.ofSeconds(seconds)));
                    }
                }
            }
        }
    }

    private static String run(House house, String service, int callers, Duration time)
            throws InterruptedException {
        var took = new long[MOST];
        var answered = new AtomicInteger();
        var refused = new AtomicLong();
        var done = new CountDownLatch(callers);
        long end = System.nanoTime() + time.toNanos();
        for (int c = 0; c < callers; c++) {
            var body = House.x(c % 7 * .3, c % 11 * .2);
            Thread.ofVirtual()
                    .start(() -> {
                        while (System.nanoTime() < end) {
                            long began = System.nanoTime();
                            if (house.infer(service, body).statusCode() == 200) {
                                took[answered.getAndIncrement() % MOST] = System.nanoTime() - began;
                            } else {
                                refused.incrementAndGet();
                            }
                        }
                        done.countDown();
                    });
        }
        done.await();
        int n = Math.min(answered.get(), MOST);
        Arrays.sort(took, 0, n);
        return "%s %d %.0f %.0f %.2f %.2f %.1f"
                .formatted(
                        service,
                        callers,
                        answered.get() / (double) time.toSeconds(),
                        refused.get() / (double) time.toSeconds(),
                        n == 0 ? 0 : took[n / 2] / 1e6,
                        n == 0 ? 0 : took[(int) (n * .99)] / 1e6,
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
