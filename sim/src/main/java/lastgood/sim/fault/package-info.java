/// Faults: ports that fail, lose their answers, or are the last thing a process calls.
///
/// What is stored stays honest: a fault lies between a process and its disk, never on it.
@NullMarked
package lastgood.sim.fault;

import org.jspecify.annotations.NullMarked;
