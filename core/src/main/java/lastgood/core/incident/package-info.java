/// Incidents: the story of one trip, with its numbers and its suspect.
@NullMarked
package lastgood.core.incident;

import org.jspecify.annotations.NullMarked;
