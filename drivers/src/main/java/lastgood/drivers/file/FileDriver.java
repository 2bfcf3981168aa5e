package lastgood.drivers.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Optional;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Description;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Refusals;
import lastgood.core.driver.Restored;
import lastgood.core.driver.Way;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.drivers.disk.Content;
import lastgood.drivers.disk.Pointer;
import lastgood.drivers.disk.Shelf;

/// Goes back by turning one link to another entry of a folder. A version's name is its entry's.
public final class FileDriver implements ComponentDriver {
    private final Shelf shelf;
    private final Pointer pointer;

    public FileDriver(String component, Pointer pointer) {
        this(component, pointer, () -> {});
    }

    FileDriver(String component, Pointer pointer, Runnable beforeStep) {
        this.shelf = new Shelf(component, pointer, beforeStep);
        this.pointer = pointer;
    }

    @Override
    public Outcome<Description> describe() {
        return Outcome.done(
                new Description(shelf.component(), "file", Way.POINTER, pointer.link().toString()));
    }

    @Override
    public Outcome<Mark> snapshot() {
        return shelf.live().then(this::find);
    }

    @Override
    public Outcome<Mark> find(String at) {
        if (!Pointer.isEntry(at)) {
            return missing(at, "it is not the plain name of an entry of " + pointer.versions());
        }
        var entry = pointer.entry(at);
        if (!Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
            return missing(at, entry + " is not there");
        }
        try {
            return Outcome.done(new Mark(at, Content.of(entry)));
        } catch (IOException e) {
            return Outcome.refused(Refusals.unreadable(at, Shelf.said(e)).tryThis(shelf.look()));
        }
    }

    @Override
    public Restored restore(Mark to, MoveKey key) {
        return shelf.restore(to, key, this::snapshot, () -> verify(to).then(this::ready));
    }

    private Outcome<String> ready(Mark mark) {
        return health().map(Outcome::<String>refused).orElseGet(() -> Outcome.done(mark.at()));
    }

    @Override
    public Optional<Problem> health() {
        return shelf.health();
    }

    private Outcome<Mark> missing(String at, String why) {
        return Outcome.refused(Refusals.missing(at, why).tryThis(shelf.look()));
    }
}
