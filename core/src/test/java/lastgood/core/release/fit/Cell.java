package lastgood.core.release.fit;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.Column;

/// A column of which nothing is said but its name, until it is.
final class Cell {
    static final Column ANY = named("a").get();

    private final String name;
    private Optional<String> unit = Optional.empty();
    private Optional<Double> min = Optional.empty();
    private Optional<Double> max = Optional.empty();
    private List<String> values = List.of();
    private boolean nullable = true;

    private Cell(String name) {
        this.name = name;
    }

    static Cell named(String name) {
        return new Cell(name);
    }

    static Column unit(String unit) {
        var cell = named("a");
        cell.unit = Optional.of(unit);
        return cell.get();
    }

    static Column values(String... values) {
        return named("a").among(List.of(values)).get();
    }

    static Column min(double min) {
        return named("a").least(min).get();
    }

    static Column max(double max) {
        return named("a").greatest(max).get();
    }

    static Column range(double min, double max) {
        return named("a").least(min).greatest(max).get();
    }

    static Column present() {
        return named("a").always().get();
    }

    Cell least(double value) {
        min = Optional.of(value);
        return this;
    }

    Cell greatest(double value) {
        max = Optional.of(value);
        return this;
    }

    Cell among(List<String> listed) {
        values = listed;
        return this;
    }

    Cell always() {
        nullable = false;
        return this;
    }

    Column get() {
        return new Column(name, unit, min, max, values, nullable);
    }
}
