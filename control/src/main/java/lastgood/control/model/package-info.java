/// What a stored model file says of itself.
@NullMarked
package lastgood.control.model;

import org.jspecify.annotations.NullMarked;
