package lastgood.core.port;

class MemoryDrillsTest extends DrillsContract {
    private final MemoryDrills drills = new MemoryDrills();

    @Override
    protected Drills open() {
        return drills;
    }

    @Override
    protected void damageEvidence(int number) {
        drills.damage(number);
    }
}
