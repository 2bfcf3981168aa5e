package lastgood.core.port;

class MemoryCountsTest extends CountsContract {
    private final MemoryCounts counts = new MemoryCounts();

    @Override
    protected Counts open() {
        return counts;
    }
}
