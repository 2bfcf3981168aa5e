package lastgood.control.move;

import static lastgood.core.port.Samples.ALICE;
import static lastgood.core.port.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import lastgood.control.stack.StackDesk;
import lastgood.core.port.Samples;
import lastgood.core.problem.Outcome;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.rollback.closure.Closure;
import lastgood.core.rollback.closure.Launch;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.State;
import lastgood.core.rollout.Terms;
import lastgood.core.stack.Stack;
import lastgood.core.stack.StackEntry;
import lastgood.wire.view.ComponentHistoryView;
import lastgood.wire.view.ComponentHistoryView.Reader;

/// Three services on one table, to whom anything may happen, and somebody who looks after each thing at what is really
/// served, and with what. Later the history of the table must tell the same of every one of those moments.
final class RandomPast {
    /// What was done, so that a test can see that all of it was.
    enum Deed {
        CREATE,
        START,
        TRY,
        EARN,
        CONFIRM,
        STOP,
        BACK,
        SHARE,
        UNSHARE,
        UNITE,
        HOLD,
        PRUNE,
        RESTART
    }

    /// What makes up a life happens more often than what disturbs it.
    private static final List<Deed> DRAWN =
            Stream.concat(
                            Stream.of(Deed.values()),
                            Stream.of(
                                            Deed.CREATE,
                                            Deed.START,
                                            Deed.TRY,
                                            Deed.EARN,
                                            Deed.CONFIRM,
                                            Deed.STOP,
                                            Deed.BACK)
                                    .flatMap(often -> Stream.generate(() -> often).limit(5)))
                    .toList();

    private static final String TABLE = "table";
    private static final String UNKNOWN = "?";
    private static final List<String> VERSIONS = List.of("v1", "v2", "v3");
    private static final List<ServiceName> SERVICES =
            List.of(Village.FRAUD, Village.COST, Village.AUDIT);

    private final Random random;
    private final Village village = new Village();
    private final List<Seen> seen = new ArrayList<>();
    private final Map<Deed, Integer> deeds = new EnumMap<>(Deed.class);
    private Village.Life life = village.new Life();

    /// What somebody saw at a moment: by service and role, the release and what it read.
    private record Seen(Instant at, Optional<String> live, Map<Who, What> served) {}

    private record Who(String service, String role) {}

    private record What(ReleaseId release, String version) {}

    RandomPast(Random random) throws IOException {
        this.random = random;
        for (int v = 0; v < VERSIONS.size(); v++) {
            village.version(VERSIONS.get(v), VERSIONS.subList(0, v).toArray(String[]::new));
        }
    }

    Map<Deed, Integer> live(int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            village.now = village.now.plusSeconds(1 + random.nextInt(100));
            var deed = DRAWN.get(random.nextInt(DRAWN.size()));
            if (done(deed, life.loop(SERVICES.get(random.nextInt(SERVICES.size()))).service())) {
                deeds.merge(deed, 1, Integer::sum);
            }
            life.errands.runAll();
            look();
        }
        return deeds;
    }

    private boolean done(Deed deed, ServiceName service) throws IOException {
        var loop = life.loop(service);
        var now = village.now;
        return switch (deed) {
            case CREATE -> {
                village.release(life, service, accepted());
                yield true;
            }
            case START -> started(service, true);
            case TRY -> started(service, false);
            case EARN -> {
                boolean watched = loop.state().phase().watched().isPresent();
                if (watched) {
                    Earning.earn(loop, now);
                }
                yield watched;
            }
            case CONFIRM -> {
                var serving = loop.state().phase().serving();
                long epoch = loop.state().standing().epoch();
                yield serving.isPresent()
                        && changed(service, new Event.Served(now, epoch, serving.get()));
            }
            case STOP -> changed(service, new Event.Stopped(now, ALICE, "enough"));
            case BACK -> back(service);
            case SHARE, UNSHARE -> declared(deed == Deed.SHARE);
            case UNITE -> united();
            case HOLD -> {
                var any = any(loop.state());
                yield any.isPresent()
                        && random.nextInt(3) == 0
                        && changed(service, new Event.Held(now, ALICE, any.get(), "odd"));
            }
            case PRUNE -> pruned(service);
            case RESTART -> {
                life = village.new Life();
                life.started();
                yield true;
            }
        };
    }

    private boolean changed(ServiceName service, Event event) {
        var before = life.loop(service).state();
        life.loop(service).handle(event);
        return !before.equals(life.loop(service).state());
    }

    /// The last is the one that it is made with.
    private String[] accepted() {
        var versions = new TreeSet<String>();
        for (int i = 0; i < 4; i++) {
            versions.add(VERSIONS.get(random.nextInt(VERSIONS.size())));
        }
        return versions.toArray(String[]::new);
    }

    private Optional<ReleaseId> any(State state) {
        var all = state.standing().releases();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    /// As somebody would who asks for a rollout: what it shares goes with it, or it is refused.
    private boolean started(ServiceName service, boolean atOnce) throws IOException {
        var loop = life.loop(service);
        var id = any(loop.state());
        if (id.isEmpty() || loop.state().standing().isPruned(id.get())) {
            return false;
        }
        var terms = atOnce ? Earning.atOnce() : Samples.terms();
        var before = loop.state();
        var manifest = village.releases.find(service, id.get()).orElseThrow().manifest();
        switch (life.launcher.launch(loop, id.get(), manifest)) {
            case Launch.Refused _ -> {
                return false;
            }
            case Launch.Alone() -> loop.handle(started(id.get(), terms, Optional.empty()));
            case Launch.Together together ->
                    life.mover.forward(
                            loop,
                            started(id.get(), Earning.atOnce(), together.noWayBack()),
                            together.components());
        }
        return !before.equals(loop.state());
    }

    private Event.Started started(ReleaseId id, Terms terms, Optional<String> noWayBack) {
        return new Event.Started(village.now, ALICE, id, terms, noWayBack);
    }

    private boolean back(ServiceName service) throws IOException {
        var loop = life.loop(service);
        var state = loop.state();
        var serving = state.phase().serving();
        var to = serving.flatMap(live -> state.standing().goodBefore(live));
        if (to.isEmpty()
                || !(life.companions.closure(service, to.get())
                        instanceof Closure.Found(var moves, _))) {
            return false;
        }
        var asked = new Event.RolledBack(village.now, ALICE, to, "wrong");
        return life.mover.back(loop, Optional.of(asked), moves, ALICE, "wrong").isEmpty();
    }

    private boolean declared(boolean one) throws IOException {
        boolean is = life.record.now().exclusive().contains(TABLE);
        if (is == one || (!one && random.nextInt(3) > 0)) {
            return false;
        }
        var how = one ? Stack.LiveVersions.ONE : Stack.LiveVersions.MANY;
        var stack =
                new Stack(
                        "village",
                        SERVICES,
                        List.of(new Stack.Member(TABLE, "features", how)),
                        List.of());
        life.record.write(new StackEntry.Declared(village.now, ALICE, stack));
        return true;
    }

    private boolean united() throws IOException {
        if (!life.record.now().exclusive().contains(TABLE)) {
            return false;
        }
        var versions = new TreeMap<String, String>();
        versions.put(TABLE, VERSIONS.get(random.nextInt(VERSIONS.size())));
        return life.mover.unite(versions, ALICE).isEmpty();
    }

    private boolean pruned(ServiceName service) {
        var state = life.loop(service).state();
        var id = any(state);
        return random.nextInt(3) == 0
                && id.isPresent()
                && changed(service, new Event.Pruned(village.now, ALICE, List.of(id.get())));
    }

    /// As the gateway is told: of what is up, the releases are bound to what everybody reads now.
    private void look() throws IOException {
        var served = new HashMap<Who, What>();
        for (var service : SERVICES) {
            var phase = life.loop(service).state().phase();
            note(served, service, "live", phase.serving());
            note(served, service, "candidate", phase.candidate());
        }
        seen.add(
                new Seen(
                        village.now,
                        Optional.ofNullable(life.record.now().live().get(TABLE)),
                        served));
    }

    private void note(
            Map<Who, What> served, ServiceName service, String role, Optional<ReleaseId> id)
            throws IOException {
        if (id.isPresent()) {
            var release = village.releases.find(service, id.get()).orElseThrow();
            var reads = life.binder.bind(release).manifest().used(TABLE).orElseThrow();
            served.put(new Who(service.text(), role), new What(id.get(), reads.version()));
        }
    }

    /// @param forgotten whether the store has let go of what was pruned
    void check(boolean forgotten) throws IOException {
        if (random.nextBoolean()) {
            life = village.new Life();
        }
        var desk = new StackDesk(village.components, village.releases, life.services, life.record);
        var all = history(desk, Optional.empty());
        if (forgotten) {
            forget();
        }
        for (var then : seen) {
            var told = history(desk, Optional.of(then.at()));
            assertThat(told.turns()).as("turns at " + then.at()).hasSizeLessThanOrEqualTo(1);
            assertThat(told.turns().stream().findFirst().flatMap(t -> t.version()))
                    .as("live at " + then.at())
                    .isEqualTo(then.live());
            assertThat(served(told.reads())).as("at " + then.at()).isEqualTo(expected(then));
            assertThat(releases(told.reads()))
                    .as("the services' own histories at " + then.at())
                    .isEqualTo(ownHistories(then.at()));
            if (!forgotten) {
                assertThat(all.reads()).containsAll(told.reads());
            }
        }
        assertThat(history(desk, Optional.of(NOON.minus(Duration.ofDays(1)))).reads()).isEmpty();
        contiguous(all.reads());
    }

    private void forget() throws IOException {
        for (var service : SERVICES) {
            var standing = life.loop(service).state().standing();
            for (var number : standing.pruned().keySet()) {
                village.releases.forget(service, standing.release(number).orElseThrow());
            }
        }
    }

    /// Of what the store let go of, only that it served is known.
    private Map<Who, What> expected(Seen then) {
        var expected = new HashMap<>(then.served());
        expected.replaceAll((who, what) -> {
            var service = new ServiceName(who.service());
            return village.releases.find(service, what.release()).isPresent()
                    ? what
                    : new What(what.release(), UNKNOWN);
        });
        return expected;
    }

    private Map<Who, What> served(List<Reader> reads) {
        var served = new HashMap<Who, What>();
        for (var read : reads) {
            var who = new Who(read.service(), read.role());
            var what = new What(id(read), read.version().orElse(UNKNOWN));
            assertThat(served.put(who, what)).as("two at once of " + read).isNull();
        }
        return served;
    }

    private ReleaseId id(Reader read) {
        return life.loop(new ServiceName(read.service())).state().standing().releases().stream()
                .filter(id -> id.name().equals(read.release()))
                .findFirst()
                .orElseThrow();
    }

    private Map<Who, ReleaseId> releases(List<Reader> reads) {
        var releases = new HashMap<Who, ReleaseId>();
        served(reads).forEach((who, what) -> releases.put(who, what.release()));
        return releases;
    }

    /// As `lastgood history SERVICE --at` tells it.
    private Map<Who, ReleaseId> ownHistories(Instant at) {
        var told = new HashMap<Who, ReleaseId>();
        for (var service : SERVICES) {
            life.loop(service).history().stream()
                    .filter(line -> !line.at().isAfter(at) && line.movesTraffic())
                    .findFirst()
                    .ifPresent(line -> {
                        line.live().ifPresent(id -> told.put(who(service, "live"), id));
                        line.candidate().ifPresent(id -> told.put(who(service, "candidate"), id));
                    });
        }
        return told;
    }

    private static Who who(ServiceName service, String role) {
        return new Who(service.text(), role);
    }

    /// The same is not told twice in a row, and nothing lasts no time.
    private static void contiguous(List<Reader> reads) {
        for (var read : reads) {
            read.until().ifPresent(end -> assertThat(end).isAfter(read.from()));
            assertThat(reads)
                    .noneMatch(other ->
                            read.until().equals(Optional.of(other.from()))
                                    && other.service().equals(read.service())
                                    && other.role().equals(read.role())
                                    && other.release().equals(read.release())
                                    && other.version().equals(read.version()));
        }
    }

    private static ComponentHistoryView history(StackDesk desk, Optional<Instant> at)
            throws IOException {
        return switch (desk.history(TABLE, at)) {
            case Outcome.Done<ComponentHistoryView>(var view) -> view;
            case Outcome.Refused<ComponentHistoryView>(var problem) ->
                    throw new AssertionError(problem.toString());
        };
    }
}
