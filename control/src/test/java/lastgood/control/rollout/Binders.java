package lastgood.control.rollout;

import lastgood.control.binding.Binder;
import lastgood.control.binding.StackRecord;
import lastgood.control.errand.QueuedErrands;
import lastgood.core.port.MemoryComponents;
import lastgood.core.port.MemoryStackBook;
import lastgood.core.port.Releases;

/// Where there are no stacks.
final class Binders {
    private Binders() {}

    static Binder identity(Releases releases) {
        return new Binder(
                releases,
                new MemoryComponents(),
                new StackRecord(new MemoryStackBook(), new QueuedErrands()));
    }
}
