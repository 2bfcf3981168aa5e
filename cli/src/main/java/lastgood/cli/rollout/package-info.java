/// `lastgood rollout …`: moving traffic to a release, and watching it.
@NullMarked
package lastgood.cli.rollout;

import org.jspecify.annotations.NullMarked;
