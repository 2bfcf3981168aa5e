package lastgood.core.port;

class MemorySignaturesTest extends SignaturesContract {
    private final MemorySignatures signatures = new MemorySignatures();

    @Override
    protected Signatures open() {
        return signatures;
    }

    @Override
    protected void trust(String name, String pem) {
        signatures.trust(name, pem);
    }
}
