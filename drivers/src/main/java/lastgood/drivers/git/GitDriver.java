package lastgood.drivers.git;

import java.io.IOException;
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
import lastgood.drivers.disk.Shelf;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Goes back by writing what an older commit has at a path into a folder, and turning a link to it. A version's name is
/// its full commit: branches and tags move.
public final class GitDriver implements ComponentDriver {
    private final GitPlace place;
    private final Shelf shelf;
    private final Export export;

    public GitDriver(String component, GitPlace place) {
        this(component, place, () -> {});
    }

    GitDriver(String component, GitPlace place, Runnable beforeStep) {
        this.place = place;
        this.shelf = new Shelf(component, place.pointer(), beforeStep);
        this.export = new Export(place.pointer(), beforeStep);
    }

    @Override
    public Outcome<Description> describe() {
        var where = place.path() + " of " + place.repository() + " at " + place.pointer().link();
        return Outcome.done(new Description(shelf.component(), "git", Way.REAPPLY, where));
    }

    /// The commit that the link leads to, with the digest of what was written from it.
    @Override
    public Outcome<Mark> snapshot() {
        return shelf.live().then(this::written);
    }

    private Outcome<Mark> written(String entry) {
        try {
            var digest = Content.of(place.pointer().entry(entry));
            return Outcome.done(new Mark(Export.commit(entry), digest));
        } catch (IOException e) {
            return Outcome.refused(shelf.unclear(e));
        }
    }

    @Override
    public Outcome<Mark> find(String at) {
        return with(
                at,
                version -> {
                    try {
                        return Outcome.done(new Mark(at, version.digest()));
                    } catch (IOException e) {
                        return unreadable(at, e);
                    }
                });
    }

    @Override
    public Restored restore(Mark to, MoveKey key) {
        return shelf.restore(to, key, this::snapshot, () -> verify(to).then(this::ready));
    }

    private Outcome<String> ready(Mark to) {
        var ill = shelf.health();
        return ill.isPresent()
                ? Outcome.refused(ill.get())
                : with(
                        to.at(),
                        version -> {
                            try {
                                return Outcome.done(export.entry(to, version));
                            } catch (IOException e) {
                                return Outcome.refused(
                                        shelf.failed(to.at() + " was not written out.", e));
                            }
                        });
    }

    @Override
    public Optional<Problem> health() {
        try (var _ = Repositories.open(place.repository())) {
            return shelf.health();
        } catch (IOException e) {
            return Optional.of(closed(e));
        }
    }

    private interface Use<T> {
        Outcome<T> of(Version version);
    }

    private <T> Outcome<T> with(String at, Use<T> use) {
        if (!ObjectId.isId(at)) {
            return missing(at, "a version is named by its full commit, 40 hex digits");
        }
        try (var repository = Repositories.open(place.repository())) {
            return version(repository, at).then(use::of);
        } catch (IOException e) {
            return Outcome.refused(closed(e));
        }
    }

    private Outcome<Version> version(Repository repository, String at) {
        try (var walk = new RevWalk(repository)) {
            var tree = walk.parseCommit(ObjectId.fromString(at)).getTree();
            try (var found = TreeWalk.forPath(repository, place.path(), tree)) {
                return found == null
                        ? missing(at, "the commit has no " + place.path())
                        : Outcome.done(
                                new Version(
                                        repository, found.getObjectId(0), found.getFileMode(0)));
            }
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return missing(at, place.repository() + " has no such commit: " + e.getMessage());
        } catch (IOException e) {
            return unreadable(at, e);
        }
    }

    private <T> Outcome<T> missing(String at, String why) {
        return Outcome.refused(
                Refusals.missing(at, why).tryThis(git("log --oneline -- " + place.path())));
    }

    private <T> Outcome<T> unreadable(String at, IOException e) {
        return Outcome.refused(Refusals.unreadable(at, Shelf.said(e)).tryThis(git("fsck")));
    }

    private Problem closed(IOException e) {
        return shelf.failed("The repository " + place.repository() + " cannot be opened.", e)
                .tryThis(git("status"));
    }

    private String git(String command) {
        return "git --git-dir " + place.repository() + " " + command;
    }
}
