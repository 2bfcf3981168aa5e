/// Protocol: the prediction port, and how HTTP is spoken there. What bodies say is read and written by a dialect.
///
/// - In: bytes from callers, none of them trusted.
/// - Out: answers in JSON, or in bytes behind it; problems in JSON, without internals.
///
/// Every limit on what a caller can make us hold is kept here.
@NullMarked
package lastgood.gateway.protocol;

import org.jspecify.annotations.NullMarked;
