/// gRPC: the second prediction port, as the Open Inference Protocol (V2, gRPC) wants it.
///
/// - In: calls from callers, none of them trusted; [lastgood.gateway.protocol.grpc.GrpcPort] lets them in.
/// - Out: what [lastgood.gateway.running.Desk] says, as messages; problems as gRPC statuses.
///
/// The library carries calls and nothing more. Messages are read and written here, so that what is read is paid for
/// before it is taken; the `.proto` files beside the code say what they are, and tests hold them against a client made
/// from those.
@NullMarked
package lastgood.gateway.protocol.grpc;

import org.jspecify.annotations.NullMarked;
