package lastgood.wire.file;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.rollout.FixedAnswer;
import lastgood.core.rollout.Isolation;
import lastgood.core.rollout.Sentences;
import lastgood.core.rollout.Settings;
import lastgood.core.rollout.Terms;

/// Reads a document of `kind: Service`: how rollouts go and how answers are read.
final class ServiceReader {
    private static final Form<Settings.Task> TASK =
            Form.word(
                    List.of(Settings.Task.values()), task -> task.name().toLowerCase(Locale.ROOT));

    private static final Form<Isolation> ISOLATION =
            Form.word(List.of(Isolation.values()), way -> way.name().toLowerCase(Locale.ROOT));

    private final Section top;

    ServiceReader(Section top) {
        this.top = top;
    }

    private static final String FALLBACK = "live, or {outputs: {OUTPUT: VALUE}}";
    private static final String VALUES = "a number or a text, or a list of them";
    private static final Form<String> VALUE =
            new Form<>(VALUES, text -> Optional.of(text).filter(t -> t.length() <= 1000));

    Optional<Declaration> read() {
        var metadata = top.needSection("metadata", "{name: …}");
        var name = metadata.need("name", Form.SERVICE);
        var owners =
                metadata.mayList("owners", "a list of names").stream()
                        .flatMap(item -> item.as(Form.TEXT).stream())
                        .toList();
        metadata.done();

        var spec = top.needSection("spec", "{task: …, rollout: …, guards: …}");
        var task = spec.may("task", TASK).orElse(Settings.Task.CLASSIFICATION);
        var answer = spec.maySection("answer", "{output: NAME}");
        var output = answer.isThere() ? answer.need("output", Form.TEXT) : Optional.<String>empty();
        answer.done();
        var terms = terms(spec, task);
        var fallback = spec.item("fallback").flatMap(ServiceReader::fallback);
        var isolation = spec.may("isolation", ISOLATION);
        var log = spec.item("log").flatMap(LogReader::read);
        spec.later("labels", "labels are taken whenever they come");
        spec.later("objectives", "");
        spec.done();
        top.done();
        return name.flatMap(n ->
                terms.map(t ->
                        new Declaration.OfService(
                                n,
                                new Settings(task, t, output, owners, fallback, isolation, log))));
    }

    /// What answers where the release that should cannot, also while shared components move in their own worlds: what is
    /// live, or a fixed answer after it.
    private static Optional<FixedAnswer> fallback(Item fallback) {
        if (!fallback.isMapping()) {
            if (!fallback.says("live")) {
                fallback.complain(FALLBACK);
            }
            return Optional.empty();
        }
        var section = fallback.section(FALLBACK);
        var answer = section.needSection("outputs", "values of one row, by output");
        var outputs = new TreeMap<String, List<String>>();
        answer.all().forEach((name, item) -> outputs.put(name, values(item)));
        answer.done();
        section.done();
        return Optional.of(new FixedAnswer(outputs)).filter(_ -> !outputs.isEmpty());
    }

    private static List<String> values(Item item) {
        var all = item.isList() ? item.list(VALUES) : List.of(item);
        return all.stream().flatMap(value -> value.as(VALUE).stream()).toList();
    }

    private static Optional<Terms> terms(Section spec, Settings.Task task) {
        var rollout = spec.maySection("rollout", "{steps: …, stepTime: …, bake: …}");
        var steps = rollout.item("steps").map(StepsReader::read).orElse(StepsReader.DEFAULT);
        var stepTime = rollout.may("stepTime", Form.TIME).orElse(Defaults.STEP_TIME);
        var bake = rollout.may("bake", Form.TIME_OR_NONE).orElse(Defaults.BAKE);
        long minRequests =
                rollout.may("minRequests", Form.whole(1, 1_000_000_000))
                        .orElse(Defaults.MIN_REQUESTS);
        var maxDuration = rollout.may("maxDuration", Form.TIME);
        var first = steps.lasts(stepTime);
        if (steps.shares().size() > 1
                && maxDuration.filter(m -> m.compareTo(first) < 0).isPresent()) {
            rollout.item("maxDuration")
                    .ifPresent(item ->
                            item.complain(
                                    "it ends every rollout within its first step, which lasts "
                                            + Sentences.duration(first),
                                    "at least stepTime, and best more than all steps together"));
        }
        var audience = AudienceReader.read(rollout);
        rollout.later(
                "promoteWhen", "a step is left when its guards see and none is near its bound");
        rollout.done();
        var guards = GuardItems.read(spec, task);
        return steps.shares().isEmpty()
                ? Optional.empty()
                : guards.map(set ->
                        new Terms(
                                steps.shares(),
                                stepTime,
                                bake,
                                minRequests,
                                maxDuration,
                                set,
                                steps.shadow(),
                                audience));
    }
}
