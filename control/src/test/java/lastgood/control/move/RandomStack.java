package lastgood.control.move;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollback.closure.Moves;
import lastgood.core.rollout.Event;
import lastgood.core.stack.Requires;

/// One random stack, whose first service goes back in a random storm.
final class RandomStack {
    /// How an attempt ended, before anything was mended.
    enum End {
        MOVED,
        NOTHING,
        OPEN,
        CRASHED
    }

    private static final List<String> VERSIONS = List.of("v1", "v2", "v3");

    private final Random random;
    private final Village village = new Village();
    private final List<ServiceName> services = new ArrayList<>();
    private final SortedMap<String, String> live = new TreeMap<>();
    private Village.Life life = village.new Life();
    private boolean journalFails;

    RandomStack(Random random) throws IOException {
        this.random = random;
        int components = 1 + random.nextInt(3);
        for (int c = 0; c < components; c++) {
            live.put("c" + c, "v3");
        }
        for (var name : live.keySet()) {
            for (int v = 0; v < 3; v++) {
                var older = VERSIONS.subList(0, v).toArray(String[]::new);
                village.driven(name, VERSIONS.get(v), needsOf(name, v), older);
            }
        }
        int all = 1 + random.nextInt(4);
        for (int s = 0; s < all; s++) {
            var service = new ServiceName("s" + s);
            services.add(service);
            var reads = live.keySet().stream().filter(_ -> random.nextInt(3) > 0).toList();
            for (int v = 0; v < 3; v++) {
                var accepts = new TreeMap<String, List<String>>();
                for (var name : reads.isEmpty() ? List.of("c0") : reads) {
                    accepts.put(name, some(v));
                }
                village.good(life, service, village.release(life, service, accepts));
            }
        }
        village.shared(life, live);
    }

    /// A version that was made from others accepts them as they were then, and mostly as they were before.
    private Requires needsOf(String name, int version) {
        var needs = new TreeMap<String, List<String>>();
        for (var other : live.keySet()) {
            if (other.compareTo(name) < 0 && random.nextInt(3) == 0) {
                needs.put(other, some(version));
            }
        }
        return new Requires(needs);
    }

    private List<String> some(int version) {
        return VERSIONS.subList(
                random.nextInt(3) == 0 ? version : Math.max(0, version - 1), version + 1);
    }

    /// Empty: there is no way back.
    Optional<End> attempt() throws IOException {
        var service = services.getFirst();
        var to = life.loop(service).state().standing().goodBefore(life.live(service));
        if (to.isEmpty()
                || !(life.companions.closure(service, to.get())
                        instanceof Closure.Found(var moves, _))) {
            return Optional.empty();
        }
        var before = new Side(releases(), live());
        var after = before.after(moves);
        storm();
        var end = end(service, to.get(), moves);
        check(end, before, after);
        while (end == End.OPEN && random.nextInt(3) > 0) {
            // Once more while it is open: it may be taken along.
            storm();
            end = end(service, to.get(), moves);
            check(end, before, after);
        }
        // Neither in the book nor in any journal, a restart undoes it.
        boolean kept = !village.fuse.isFull() || !journalFails;
        mend(end == End.CRASHED || random.nextInt(4) == 0);
        var now = new Side(releases(), live());
        assertThat(List.of(before, after)).as("after it was mended").contains(now);
        if (end == End.MOVED && kept) {
            assertThat(now).as("what was done stays done").isEqualTo(after);
        }
        mustFit();
        assertThat(life.record.now().opened()).isEmpty();
        assertThat(village.worlds.movedTwice()).as("keys that moved twice").isEmpty();
        return Optional.of(end);
    }

    private End end(ServiceName service, ReleaseId to, Moves moves) throws IOException {
        var asked = new Event.RolledBack(NOON, ALICE, Optional.of(to), "wrong");
        try {
            var problem =
                    life.mover.back(life.loop(service), Optional.of(asked), moves, ALICE, "wrong");
            return problem.isEmpty()
                    ? End.MOVED
                    : life.record.now().opened().isEmpty() ? End.NOTHING : End.OPEN;
        } catch (Fuse.Crash _) {
            return End.CRASHED;
        }
    }

    /// What may be said at once, while everything is as bad as it was.
    private void check(End end, Side before, Side after) {
        switch (end) {
            case CRASHED -> {}
            case MOVED -> {
                assertThat(new Side(releases(), live())).isEqualTo(after);
                mustFit();
            }
            case NOTHING -> {
                assertThat(new Side(releases(), live())).isEqualTo(before);
                mustFit();
            }
            case OPEN -> {
                assertThat(new Side(releases(), live())).isEqualTo(before);
                assertThat(life.mover.notFinished(services.getFirst())).isNotEmpty();
            }
        }
    }

    private void storm() {
        int looks = List.of(0, 0, 3, 10, 30).get(random.nextInt(5));
        int moves = List.of(10, 30, 60, 80, 95).get(random.nextInt(5));
        for (var name : live.keySet()) {
            village.worlds.spoil(
                    name,
                    driver -> new StormyDriver(driver, random, looks, moves, this::meanwhile));
        }
        if (random.nextInt(3) == 0) {
            village.fuse.blowAt(random.nextInt(90));
        }
        if (random.nextInt(6) == 0) {
            village.journal.fail("no space left on device");
            journalFails = true;
        }
        village.fuse.fillDiskAfter(random.nextInt(4) == 0 ? random.nextInt(4) : 1000);
    }

    /// A service changes while a world moves.
    private void meanwhile() {
        if (random.nextInt(4) == 0) {
            var loop = life.loop(services.get(random.nextInt(services.size())));
            long epoch = loop.state().standing().epoch() + 1;
            loop.handle(new Event.Rebound(NOON, ALICE, epoch, "meanwhile"));
        }
    }

    private void mend(boolean restart) {
        village.fuse.blowAt(Integer.MAX_VALUE);
        if (restart && random.nextInt(3) == 0) {
            crashAStart();
        }
        boolean worldsFirst = random.nextBoolean();
        if (worldsFirst) {
            live.keySet().forEach(village.worlds::mend);
        }
        if (restart) {
            start();
        }
        live.keySet().forEach(village.worlds::mend);
        village.journal.mend();
        journalFails = false;
        village.fuse.fillDiskAfter(1000);
        for (int i = 0; i < 3; i++) {
            services.forEach(s -> life.loop(s).handle(new Event.Ticked(NOON)));
            life.errands.runAll();
        }
    }

    private void start() {
        life = village.new Life();
        life.started();
    }

    private void crashAStart() {
        village.fuse.blowAt(random.nextInt(20));
        try {
            start();
        } catch (Fuse.Crash _) {
            // The next start finds what it left.
        }
        village.fuse.blowAt(Integer.MAX_VALUE);
    }

    /// The versions that are recorded are those in the worlds, and what serves reads them.
    private void mustFit() {
        live().forEach((name, version) ->
                assertThat(village.worlds.live(name)).as("world of " + name).isEqualTo(version));
        for (var service : services) {
            var bound = life.binder.bound(service, life.live(service));
            life.board
                    .route(service)
                    .ifPresent(up ->
                            assertThat(up.split().live())
                                    .as("route of " + service)
                                    .isEqualTo(bound));
        }
    }

    private SortedMap<String, String> live() {
        return life.record.now().live();
    }

    private SortedMap<ServiceName, ReleaseId> releases() {
        var now = new TreeMap<ServiceName, ReleaseId>();
        services.forEach(service -> now.put(service, life.live(service)));
        return now;
    }

    private record Side(
            SortedMap<ServiceName, ReleaseId> releases, SortedMap<String, String> versions) {
        Side after(Moves moves) {
            var releases = new TreeMap<>(this.releases);
            releases.putAll(moves.services());
            var versions = new TreeMap<>(this.versions);
            versions.putAll(moves.components());
            return new Side(releases, versions);
        }
    }
}
