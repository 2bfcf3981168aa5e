package lastgood.core.port;

import lastgood.core.release.Digest;
import lastgood.core.release.RegistryRef;

class MemoryRegistryTest extends RegistryContract {
    private final MemoryRegistry.Kept kept = new MemoryRegistry.Kept();

    @Override
    protected Registry registry(Releases store) {
        return new MemoryRegistry(kept, store);
    }

    @Override
    protected Releases store() {
        return new MemoryReleases();
    }

    @Override
    protected void damage(Releases store, Digest digest) {
        ((MemoryReleases) store).damage(digest);
    }

    @Override
    protected RegistryRef ref(String repositoryAndTag) {
        return RegistryRef.parse("registry.example.org/" + repositoryAndTag).orElseThrow();
    }
}
