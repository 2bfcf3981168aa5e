package lastgood.sim.world;

import java.util.function.LongSupplier;
import lastgood.control.Ports;
import lastgood.core.port.Vetoes;

/// What stands between a process and its world. A planted bug is a fitting that lies; the simulator itself uses none.
public interface Fitting {
    Fitting NONE = new Fitting() {};

    /// What control is given; asked once a process.
    default Ports control(Ports ports) {
        return ports;
    }

    /// What the gateway is given; asked once a process, before [#control].
    default Vetoes gateway(Vetoes vetoes) {
        return vetoes;
    }

    /// What the gateway measures leases with.
    default LongSupplier clock(LongSupplier nanos) {
        return nanos;
    }
}
