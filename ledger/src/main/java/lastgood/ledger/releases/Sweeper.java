package lastgood.ledger.releases;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import lastgood.core.release.Digest;

/// Deletes blobs that nothing names, in two looks with a grace between them. What it is about to delete it looks at once more,
/// while nobody can store or name anything: a release that is made at the same time has its bytes, or is told that it has not.
///
/// The file goes before the note of it. So a crash leaves a note without a file, which the next look drops.
record Sweeper(BlobFolder blobs, UnnamedBlobs noted, Steps steps) {
    /// Told what comes next; a test dies there.
    interface Steps {
        Steps UNWATCHED = _ -> {};

        void before(String step) throws IOException;
    }

    interface Names {
        Set<Digest> all() throws IOException;
    }

    /// Somebody is about to name what is stored already.
    void wanted(Digest digest) throws IOException {
        blobs.inUse().lock();
        try {
            noted.drop(digest);
        } finally {
            blobs.inUse().unlock();
        }
    }

    long sweep(Instant now, Duration grace, Names names) throws IOException {
        var known = noted.all();
        var named = names.all();
        for (var digest : blobs.all()) {
            if (named.contains(digest) || known.containsKey(digest.hex())) {
                continue;
            }
            steps.before("a blob is noted");
            noted.note(digest, now);
        }
        blobs.alone().lock();
        try {
            return delete(now.minus(grace), names.all());
        } finally {
            blobs.alone().unlock();
        }
    }

    private long delete(Instant since, Set<Digest> named) throws IOException {
        long freed = 0;
        for (var due : noted.all().entrySet()) {
            if (due.getValue().isAfter(since)) {
                continue;
            }
            var digest = new Digest(due.getKey());
            if (!named.contains(digest)) {
                steps.before("a blob is deleted");
                freed += blobs.delete(digest);
            }
            steps.before("its note is dropped");
            noted.drop(digest);
        }
        return freed;
    }
}
