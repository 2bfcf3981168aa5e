/// Retention: releases that nothing needs are let go, and the bytes that only they had.
@NullMarked
package lastgood.control.retention;

import org.jspecify.annotations.NullMarked;
