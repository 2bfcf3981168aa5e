/// One loop a service: an event comes in, `core.rollout` decides, the journal remembers, [Hands] carry it out.
@NullMarked
package lastgood.control.rollout;

import org.jspecify.annotations.NullMarked;
