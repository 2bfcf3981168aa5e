package lastgood.core.release.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lastgood.core.release.Column;
import lastgood.core.release.TensorSpec;

/// Holds the columns of a tensor against those of another release, place by place.
///
/// @param same whether values of the one can be compared with values of the other at all
record ColumnFit(
        Side side, String tensor, Column was, Column is, boolean same, Valid before, Valid now) {

    /// Where the last dimension is another, places are not the same ones; that is told of the shape.
    static List<Break> breaks(Side side, TensorSpec was, TensorSpec is) {
        if (!last(was).equals(last(is))) {
            return List.of();
        }
        int places = Math.max(was.columns().size(), is.columns().size());
        return IntStream.range(0, places)
                .mapToObj(i -> at(side, was, is, i))
                .flatMap(ColumnFit::breaks)
                .toList();
    }

    private static ColumnFit at(Side side, TensorSpec was, TensorSpec is, int i) {
        var before = column(was, is, i);
        var now = column(is, was, i);
        return new ColumnFit(
                side,
                was.name(),
                before,
                now,
                was.datatype() == is.datatype(),
                new Valid(before, was.datatype()),
                new Valid(now, is.datatype()));
    }

    /// Where only the other side speaks of columns, nothing is said of names and units, and every value is allowed.
    private static Column column(TensorSpec spec, TensorSpec other, int i) {
        if (!spec.columns().isEmpty()) {
            return spec.columns().get(i);
        }
        var named = other.columns().get(i);
        return new Column(
                named.name(), named.unit(), Optional.empty(), Optional.empty(), List.of(), true);
    }

    /// Of another column nothing else is worth saying.
    private Stream<Break> breaks() {
        if (!was.name().equals(is.name())) {
            return Stream.of(broken(Rule.COLUMN, was.name(), is.name()));
        }
        var breaks = new ArrayList<Break>();
        if (!was.unit().equals(is.unit())) {
            breaks.add(broken(Rule.UNIT, was.unit().orElse("none"), is.unit().orElse("none")));
        }
        if (same) {
            values(breaks);
        }
        return breaks.stream();
    }

    private void values(List<Break> breaks) {
        var given = side == Side.REQUEST ? before : now;
        var taker = side == Side.REQUEST ? now : before;
        if (!taker.rangeHolds(given)) {
            breaks.add(broken(Rule.RANGE, before.range(), now.range()));
        }
        if (!taker.listHolds(given)) {
            breaks.add(broken(Rule.VALUES, before.list(), now.list()));
        }
        if (given.mayBeMissing() && !taker.mayBeMissing()) {
            breaks.add(broken(Rule.NULLABLE, before.presence(), now.presence()));
        }
    }

    private Break broken(Rule rule, String before, String now) {
        return new Break(side, tensor, Optional.of(was.name()), rule, before, now);
    }

    private static Optional<Long> last(TensorSpec spec) {
        return spec.shape().reversed().stream().findFirst();
    }
}
