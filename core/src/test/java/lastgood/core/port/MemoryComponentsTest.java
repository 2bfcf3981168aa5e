package lastgood.core.port;

class MemoryComponentsTest extends ComponentsContract {
    private final MemoryComponents components = new MemoryComponents();

    @Override
    protected Components open() {
        return components;
    }
}
