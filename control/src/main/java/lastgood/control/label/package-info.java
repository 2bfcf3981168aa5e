/// Labels coming in: each finds its prediction by the sealed id it names, weeks later if need be.
@NullMarked
package lastgood.control.label;

import org.jspecify.annotations.NullMarked;
