package lastgood.core.port;

import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.blob;
import static lastgood.core.port.Samples.releaseId;

import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Release;

class MemoryStandbyTest extends StandbyContract {
    private final MemoryStandby standby = new MemoryStandby();

    @Override
    protected Standby open() {
        return standby;
    }

    @Override
    protected Release fit(int number) {
        return Samples.release(TUMOUR, number, blob("model"), releaseId(number).digest());
    }

    @Override
    protected Release unfit(int number) {
        standby.refuse(releaseId(number), Problem.of(Code.INVALID_RELEASE, "it does not load"));
        return fit(number);
    }
}
