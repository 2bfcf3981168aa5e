/// The verbs that stand at the top, for what one types at three in the morning.
@NullMarked
package lastgood.cli.verb;

import org.jspecify.annotations.NullMarked;
