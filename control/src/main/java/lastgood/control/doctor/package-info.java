/// Doctor: looks at everything that a way back depends on, and has one thing to do for each finding.
@NullMarked
package lastgood.control.doctor;

import org.jspecify.annotations.NullMarked;
