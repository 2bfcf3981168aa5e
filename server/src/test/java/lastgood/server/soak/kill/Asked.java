package lastgood.server.soak.kill;

import java.util.List;
import lastgood.server.soak.kill.Witness.Labelled;

/// One thing that was asked of control.
///
/// @param subject what it is about: a release, or the text of a file; empty where there is nothing to say
/// @param batch the labels that were sent
record Asked(Deed deed, String subject, List<Labelled> batch) {
    Asked {
        batch = List.copyOf(batch);
    }

    static Asked to(Deed deed, String subject) {
        return new Asked(deed, subject, List.of());
    }
}
