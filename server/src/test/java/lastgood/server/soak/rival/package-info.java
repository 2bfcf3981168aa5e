/// How fast traffic changes sides behind others: the same load, their own way to switch.
@NullMarked
package lastgood.server.soak.rival;

import org.jspecify.annotations.NullMarked;
