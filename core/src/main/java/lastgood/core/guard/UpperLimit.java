package lastgood.core.guard;

/// The upper confidence limit of a mean loss: were the true one greater, so little would have been rarer than [#ALPHA].
final class UpperLimit {
    private static final double ALPHA = .01;
    private static final int HALVINGS = 60;

    private UpperLimit() {}

    /// Exact for units that are good or bad; by the bet of [LimitBet] turned round for losses in between.
    static double of(Cell cell) {
        boolean isBinary = cell.losses().keySet().stream().allMatch(loss -> loss == 0 || loss == 1);
        return isBinary
                ? ClopperPearson.upper((long) Math.ceil(cell.bad()), (long) cell.units(), ALPHA)
                : byBet(cell);
    }

    private static double byBet(Cell cell) {
        double low = cell.loss() / cell.units();
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (new LimitBet(middle).weigh(cell).kept() < -Math.log(ALPHA)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
