package lastgood.control.doctor;

import java.io.IOException;
import java.util.List;
import lastgood.control.rollout.ServiceLoop;

/// Somebody who can look at something. Each has a part of the whole; the doctor asks them one after the other.
public interface Checkup {
    /// What is told where it could not look at all.
    String name();

    /// What concerns no service in particular.
    default List<Finding> general(List<ServiceLoop> services) throws IOException {
        return List.of();
    }

    /// What concerns one service.
    ///
    /// @param thorough whether the one who asks waits for what takes seconds; else what is known will do
    default List<Finding> of(ServiceLoop service, boolean thorough) throws IOException {
        return List.of();
    }
}
