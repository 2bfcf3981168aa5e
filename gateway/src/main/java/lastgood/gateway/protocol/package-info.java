/// Protocol: the prediction port, as the Open Inference Protocol (V2, REST) wants it.
///
/// - In: bytes from callers, none of them trusted.
/// - Out: answers in JSON; problems in JSON, without internals.
///
/// Every limit on what a caller can make us hold is kept here.
@NullMarked
package lastgood.gateway.protocol;

import org.jspecify.annotations.NullMarked;
