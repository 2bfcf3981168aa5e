package lastgood.sim;

import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import lastgood.control.Ports;
import lastgood.core.port.Counts;
import lastgood.core.port.Journal;
import lastgood.core.port.Labels;
import lastgood.core.port.Probe;
import lastgood.core.port.RouteBoard;
import lastgood.core.port.Vetoes;
import lastgood.sim.world.Fitting;

/// Ways to put a lie in the place of one port.
final class Plants {
    private Plants() {}

    static Fitting journal(UnaryOperator<Journal> lie) {
        return control(p -> with(p, lie.apply(p.journal()), p.board()));
    }

    static Fitting board(UnaryOperator<RouteBoard> lie) {
        return control(p -> with(p, p.journal(), lie.apply(p.board())));
    }

    static Fitting labels(UnaryOperator<Labels> lie) {
        return control(p -> with(p, lie.apply(p.labels()), p.counts(), p.probe()));
    }

    static Fitting counts(UnaryOperator<Counts> lie) {
        return control(p -> with(p, p.labels(), lie.apply(p.counts()), p.probe()));
    }

    static Fitting probe(UnaryOperator<Probe> lie) {
        return control(p -> with(p, p.labels(), p.counts(), lie.apply(p.probe())));
    }

    static Fitting vetoes(UnaryOperator<Vetoes> lie) {
        return new Fitting() {
            @Override
            public Vetoes gateway(Vetoes vetoes) {
                return lie.apply(vetoes);
            }
        };
    }

    static Fitting clock(UnaryOperator<LongSupplier> lie) {
        return new Fitting() {
            @Override
            public LongSupplier clock(LongSupplier nanos) {
                return lie.apply(nanos);
            }
        };
    }

    static Fitting control(UnaryOperator<Ports> lie) {
        return new Fitting() {
            @Override
            public Ports control(Ports ports) {
                return lie.apply(ports);
            }
        };
    }

    static Ports with(Ports p, Journal journal, RouteBoard board) {
        return new Ports(
                journal,
                p.releases(),
                p.components(),
                p.labels(),
                p.counts(),
                p.incidents(),
                board,
                p.standby(),
                p.probe(),
                p.countSource(),
                p.workbench(),
                p.notifier(),
                p.registry(),
                p.signatures(),
                p.signaturesRequired(),
                p.aliases(),
                p.stacks(),
                p.drivers(),
                p.rows(),
                p.drills(),
                p.predictions(),
                p.checkups(),
                p.traffic());
    }

    private static Ports with(Ports p, Labels labels, Counts counts, Probe probe) {
        return new Ports(
                p.journal(),
                p.releases(),
                p.components(),
                labels,
                counts,
                p.incidents(),
                p.board(),
                p.standby(),
                probe,
                p.countSource(),
                p.workbench(),
                p.notifier(),
                p.registry(),
                p.signatures(),
                p.signaturesRequired(),
                p.aliases(),
                p.stacks(),
                p.drivers(),
                p.rows(),
                p.drills(),
                p.predictions(),
                p.checkups(),
                p.traffic());
    }
}
