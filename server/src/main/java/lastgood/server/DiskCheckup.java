package lastgood.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lastgood.control.doctor.Checkup;
import lastgood.control.doctor.Finding;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.port.Releases;
import lastgood.core.release.Blob;
import lastgood.core.release.Release;

/// Whether the disk has room for two more releases as large as the largest that is newest, and for the journal.
record DiskCheckup(Path data, Releases releases) implements Checkup {
    private static final String DISK = "disk";
    private static final long JOURNAL = 64 << 20;

    @Override
    public String name() {
        return DISK;
    }

    @Override
    public List<Finding> general(List<ServiceLoop> services) throws IOException {
        long largest = 0;
        for (var loop : services) {
            for (var release :
                    releases.list(loop.service()).reversed().stream().limit(1).toList()) {
                largest = Math.max(largest, size(release));
            }
        }
        return List.of(finding(Files.getFileStore(data).getUsableSpace(), largest));
    }

    static Finding finding(long free, long largest) {
        long needed = 2 * largest + JOURNAL;
        var found = size(free) + " free; two releases and the journal need " + size(needed);
        var fix = "free space on the disk that holds the data folder";
        if (free < JOURNAL) {
            return Finding.failed(DISK, found + ": what happens cannot be written down", fix);
        }
        return free < needed ? Finding.warning(DISK, found, fix) : Finding.ok(DISK, found);
    }

    private static long size(Release release) {
        return Stream.of(
                        release.parts().files().stream(),
                        release.evidence().golden().stream(),
                        release.evidence().rows().stream())
                .flatMap(blobs -> blobs)
                .mapToLong(Blob::size)
                .sum();
    }

    private static String size(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
    }
}
