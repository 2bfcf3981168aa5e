/// Control: hears events, decides by core, carries out commands.
@NullMarked
package lastgood.control;

import org.jspecify.annotations.NullMarked;
