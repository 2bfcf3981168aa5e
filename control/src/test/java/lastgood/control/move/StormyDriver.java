package lastgood.control.move;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Description;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Refusals;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;

/// A driver that does anything but give a false picture of its world.
final class StormyDriver extends FakeWorlds.Passing {
    private final Random random;
    private final int looks;
    private final int moves;
    private final Runnable meanwhile;
    private boolean seesTruth;

    /// @param looks in a hundred that go wrong
    /// @param moves in a hundred that go wrong
    StormyDriver(ComponentDriver driver, Random random, int looks, int moves, Runnable meanwhile) {
        super(driver);
        this.random = random;
        this.looks = looks;
        this.moves = moves;
        this.meanwhile = meanwhile;
    }

    @Override
    public Outcome<Description> describe() {
        return strikes(looks) ? away() : super.describe();
    }

    @Override
    public Outcome<Mark> snapshot() {
        if (!seesTruth && strikes(looks)) {
            return away();
        }
        seesTruth = false;
        return super.snapshot();
    }

    @Override
    public Outcome<Mark> find(String at) {
        return strikes(looks) ? away() : super.find(at);
    }

    @Override
    public Optional<Problem> health() {
        return strikes(looks) ? Optional.of(problem()) : super.health();
    }

    @Override
    public Restored restore(Mark to, MoveKey key) {
        meanwhile.run();
        if (!strikes(moves)) {
            return super.restore(to, key);
        }
        return switch (random.nextInt(8)) {
            case 0 -> new Restored.Unchanged(problem());
            case 1 -> new Restored.Unknown(problem());
            case 2 -> {
                super.restore(to, key);
                yield new Restored.Unknown(problem());
            }
            case 3 -> new Restored.There(to, true);
            case 4 -> {
                // Found out only because it can be looked at: no world may say this and be away.
                super.restore(to, key);
                seesTruth = true;
                yield new Restored.Unchanged(problem());
            }
            case 5 -> throw new IllegalStateException("a defect");
            case 6 -> {
                super.restore(to, key);
                throw new IllegalStateException("a defect afterwards");
            }
            default -> new Restored.There(new Mark("v9", Digest.of(new byte[] {9})), true);
        };
    }

    private boolean strikes(int chance) {
        return random.nextInt(100) < chance;
    }

    private static <T> Outcome<T> away() {
        return Outcome.refused(problem());
    }

    private static Problem problem() {
        return Refusals.failed("The world is away.", List.of("a storm"));
    }
}
