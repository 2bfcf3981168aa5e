package lastgood.drivers.exec;

import java.util.Optional;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Description;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.driver.Way;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Lets a program look after a component. The program keeps the world and the keys; what it says is checked as far as it
/// can be, and a restore without a proper answer leaves the world unknown.
public final class ExecDriver implements ComponentDriver {
    private final Talk talk;

    public ExecDriver(String component, ExecProgram program) {
        this.talk = new Talk(component, program);
    }

    @Override
    public Outcome<Description> describe() {
        return look(Ask.plain(Ask.Op.DESCRIBE), this::description);
    }

    private Description description(Line line) throws NonsenseException {
        var way =
                line.text("way")
                        .flatMap(Way::parse)
                        .orElseThrow(() ->
                                new NonsenseException(
                                        "'way' is not PIN, POINTER, REAPPLY or FORWARD_ONLY"));
        var where = line.text("where").orElse(String.join(" ", talk.program().command()));
        return new Description(talk.component(), "exec", way, where);
    }

    @Override
    public Outcome<Mark> snapshot() {
        return look(Ask.plain(Ask.Op.SNAPSHOT), Line::mark);
    }

    @Override
    public Outcome<Mark> find(String at) {
        return look(
                Ask.find(at),
                line -> {
                    line.mustBe("at", at);
                    return line.mark();
                });
    }

    @Override
    public Restored restore(Mark to, MoveKey key) {
        var ask = Ask.restore(to, key);
        return switch (talk.ask(ask)) {
            case Reply.Said(var line) -> restored(ask, to, key, line);
            case Reply.Declined(var problem, var unchanged) ->
                    unchanged ? new Restored.Unchanged(problem) : new Restored.Unknown(problem);
            case Reply.NotStarted(var problem) -> new Restored.Unchanged(problem);
            case Reply.Failed(var problem) -> new Restored.Unknown(problem);
        };
    }

    private Restored restored(Ask ask, Mark to, MoveKey key, Line line) {
        try {
            line.mustBe("key", key.text());
            line.mustBe("at", to.at());
            line.mustBe("digest", to.digest().toString());
            return new Restored.There(to, line.bool("moved"));
        } catch (NonsenseException e) {
            return new Restored.Unknown(talk.nonsense(ask, e));
        }
    }

    @Override
    public Optional<Problem> health() {
        return look(Ask.plain(Ask.Op.HEALTH), _ -> true)
                        instanceof Outcome.Refused<Boolean>(var ill)
                ? Optional.of(ill)
                : Optional.empty();
    }

    private interface Reading<T> {
        T of(Line line) throws NonsenseException;
    }

    private <T> Outcome<T> look(Ask ask, Reading<T> reading) {
        return switch (talk.ask(ask)) {
            case Reply.Said(var line) -> {
                try {
                    yield Outcome.done(reading.of(line));
                } catch (NonsenseException e) {
                    yield Outcome.refused(talk.nonsense(ask, e));
                }
            }
            case Reply.Declined(var problem, _) -> Outcome.refused(problem);
            case Reply.NotStarted(var problem) -> Outcome.refused(problem);
            case Reply.Failed(var problem) -> Outcome.refused(problem);
        };
    }
}
