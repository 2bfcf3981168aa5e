package lastgood.core.port;

import lastgood.core.release.Digest;

class MemoryReleasesTest extends ReleasesContract {
    private final MemoryReleases releases = new MemoryReleases();

    @Override
    protected Releases open() {
        return releases;
    }

    @Override
    protected void damage(Digest digest) {
        releases.damage(digest);
    }
}
