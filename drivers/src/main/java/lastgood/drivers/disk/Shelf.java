package lastgood.drivers.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Refusals;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// A component whose versions stand side by side, with a pointer to the live one and a memory of the moves made.
///
/// @param component its name
/// @param beforeStep called before each change of the disk: where a crash may come, tests let it come
public record Shelf(String component, Pointer pointer, Runnable beforeStep) {

    /// The entry that readers get.
    public Outcome<String> live() {
        try {
            return Outcome.done(pointer.live());
        } catch (IOException e) {
            return Outcome.refused(unclear(e));
        }
    }

    public Problem unclear(IOException e) {
        return Refusals.unclear(component, said(e)).tryThis(look());
    }

    /// Goes to a version in steps of which a crash may cut off any: the move is written down as begun, the pointer is
    /// turned by one rename, the move is written down as made.
    ///
    /// @param snapshot what is live
    /// @param ready lets the version stand whole on the shelf, and says under which entry
    public Restored restore(
            Mark to,
            MoveKey key,
            Supplier<Outcome<Mark>> snapshot,
            Supplier<Outcome<String>> ready) {
        Moves moves;
        try {
            moves = Moves.read(memory());
        } catch (IOException e) {
            return new Restored.Unchanged(failed("What was moved before cannot be read.", e));
        }
        var asked = moves.find(key);
        if (asked.isPresent() && !asked.get().to().equals(to)) {
            return new Restored.Unchanged(
                    Refusals.spent(key, "it is the key of a move to " + asked.get().to())
                            .tryThis(look()));
        }
        boolean there = snapshot.get().equals(Outcome.done(to));
        if (!there && !moves.open(key)) {
            return new Restored.Unchanged(
                    Refusals.spent(key, "the world was moved on after it").tryThis(look()));
        }
        return there
                ? stay(moves, to, key)
                : switch (ready.get()) {
                    case Outcome.Refused<String>(var problem) -> new Restored.Unchanged(problem);
                    case Outcome.Done<String>(var entry) -> move(moves, to, key, entry);
                };
    }

    /// The world is there; the last steps of a move that a crash cut off are all that may be missing.
    private Restored stay(Moves moves, Mark to, MoveKey key) {
        try {
            pointer.settle();
        } catch (IOException e) {
            return new Restored.Unknown(failed(pointer.link() + " may not outlast a crash.", e));
        }
        if (moves.open(key)) {
            remember(moves, to, key);
        }
        return new Restored.There(to, false);
    }

    private Restored move(Moves moves, Mark to, MoveKey key, String entry) {
        try {
            Forced.tree(pointer.entry(entry));
            Forced.force(pointer.versions());
            beforeStep.run();
            moves.with(key, to, false).write(memory());
            beforeStep.run();
            pointer.prepare(entry);
            beforeStep.run();
            pointer.turn();
        } catch (IOException e) {
            return new Restored.Unchanged(failed("The pointer to " + to.at() + " was not set.", e));
        }
        try {
            beforeStep.run();
            pointer.settle();
        } catch (IOException e) {
            return new Restored.Unknown(failed(pointer.link() + " may not outlast a crash.", e));
        }
        beforeStep.run();
        remember(moves, to, key);
        return new Restored.There(to, true);
    }

    /// A disk that refuses this costs nothing but the memory: the world is where it was wanted.
    private void remember(Moves moves, Mark to, MoveKey key) {
        try {
            moves.with(key, to, true).write(memory());
        } catch (IOException _) {
            // The move stays begun; asked for again, it finds the world there.
        }
    }

    /// Why a restore could not work now.
    public Optional<Problem> health() {
        var obstacle = pointer.obstacle();
        if (obstacle.isPresent()) {
            return Optional.of(
                    Refusals.failed(component + " could not be moved now.", List.of(obstacle.get()))
                            .tryThis(look()));
        }
        try {
            Moves.read(memory());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(failed("What was moved before cannot be read.", e));
        }
    }

    public Problem failed(String what, IOException e) {
        return Refusals.failed(what, List.of(said(e))).tryThis(look());
    }

    /// For people who want to see for themselves.
    public String look() {
        return "ls -la " + pointer.link() + " " + pointer.versions();
    }

    /// The text of a failure, or its kind where its text is a bare path, as Java has it.
    public static String said(IOException e) {
        return e instanceof UnfitException
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }

    private Path memory() {
        var link = pointer.link();
        return Forced.folderOf(link).resolve("." + link.getFileName() + ".moves");
    }
}
