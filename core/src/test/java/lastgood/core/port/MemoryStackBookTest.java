package lastgood.core.port;

class MemoryStackBookTest extends StackBookContract {
    private final MemoryStackBook book = new MemoryStackBook();

    @Override
    protected StackBook open() {
        return book;
    }
}
