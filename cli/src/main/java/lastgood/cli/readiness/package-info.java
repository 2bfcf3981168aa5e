/// Whether the way back works: drills, and the doctor.
@NullMarked
package lastgood.cli.readiness;

import org.jspecify.annotations.NullMarked;
