package lastgood.core.port;

import java.util.List;
import lastgood.core.prediction.LoggedPrediction;

class MemoryPredictionLogTest extends PredictionLogContract {
    private final MemoryPredictionLog log = new MemoryPredictionLog(50);

    @Override
    protected PredictionLog log() {
        return log;
    }

    @Override
    protected List<LoggedPrediction> kept() {
        return log.kept();
    }
}
