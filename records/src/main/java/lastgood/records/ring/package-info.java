/// Notes on their way from the event loops to the one who writes them.
@NullMarked
package lastgood.records.ring;

import org.jspecify.annotations.NullMarked;
