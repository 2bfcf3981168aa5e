/// What an ONNX file says of itself, read without a runtime.
@org.jspecify.annotations.NullMarked
package lastgood.wire.onnx;
