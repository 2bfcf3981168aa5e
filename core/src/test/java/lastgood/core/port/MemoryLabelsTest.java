package lastgood.core.port;

class MemoryLabelsTest extends LabelsContract {
    private final MemoryLabels labels = new MemoryLabels();

    @Override
    protected Labels open() {
        return labels;
    }
}
