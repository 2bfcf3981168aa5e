package lastgood.wire.file;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.release.Actor;
import lastgood.core.release.Digest;

/// A hand-written file on its way to the server, with the digests of the files it names.
///
/// @param path as the sender calls the file; only for complaints
/// @param files digest by path, as the file writes it
public record Submission(String path, String text, SortedMap<String, Digest> files, Actor by) {
    public Submission {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }
}
