/// What people do with rollouts: they start them, hold them up, hurry them and end them.
@NullMarked
package lastgood.control.steering;

import org.jspecify.annotations.NullMarked;
