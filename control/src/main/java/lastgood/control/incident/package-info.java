/// Incidents: opened by a trip, with the numbers of that moment; explained afterwards.
@NullMarked
package lastgood.control.incident;

import org.jspecify.annotations.NullMarked;
