package lastgood.gateway.running.graph;

import java.util.Set;

/// The operators that a proven release may run inside the gateway.
///
/// Not among them: what loops or holds graphs of its own (Loop, Scan, If, RNN, GRU, LSTM: how long it takes, and what it
/// does to native memory, is up to the values that it is given, and ONNX Runtime 1.29 aborts on some of them), whatever has
/// an output as large as a value says (Expand, Tile, Range, ConstantOfShape, Pad, Resize, OneHot: one request could take all
/// memory), and every operator of another domain than ONNX's own two.
public final class Operators {
    private static final String OF_ML = "ai.onnx.ml.";

    private static final Set<String> HARMLESS =
            Set.of(
                    // arithmetic, comparison, logic
                    ("Abs Acos Acosh Add And Asin Asinh Atan Atanh BitwiseAnd BitwiseNot BitwiseOr BitwiseXor BitShift Cast "
                                    + "CastLike Ceil Clip Constant Cos Cosh CumSum Div Equal Erf Exp Floor Greater "
                                    + "GreaterOrEqual Identity IsInf IsNaN Less LessOrEqual Log Max Mean Min Mod Mul Neg Not "
                                    + "Or Pow Reciprocal Round Sign Sin Sinh Sqrt Sub Sum Tan Where Xor "
                                    // activations
                                    + "Celu Elu Gelu HardSigmoid HardSwish Hardmax LeakyRelu LogSoftmax Mish PRelu Relu Selu "
                                    + "Shrink Sigmoid Softmax Softplus Softsign Swish Tanh ThresholdedRelu "
                                    // shapes and places
                                    + "ArgMax ArgMin Compress Concat DepthToSpace Flatten Gather GatherElements GatherND "
                                    + "NonZero Reshape ScatterElements ScatterND Shape Size Slice SpaceToDepth Split Squeeze "
                                    + "TopK Transpose Trilu Unique Unsqueeze "
                                    // reductions
                                    + "ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin "
                                    + "ReduceProd ReduceSum ReduceSumSquare "
                                    // layers
                                    + "Attention AveragePool BatchNormalization Conv ConvInteger ConvTranspose "
                                    + "DequantizeLinear Dropout DynamicQuantizeLinear Einsum Gemm GlobalAveragePool "
                                    + "GlobalMaxPool GroupNormalization InstanceNormalization LayerNormalization "
                                    + "LpNormalization LpPool MatMul MatMulInteger MaxPool MeanVarianceNormalization "
                                    + "QLinearConv QLinearMatMul QuantizeLinear RMSNormalization RotaryEmbedding "
                                    // texts
                                    + "StringConcat StringNormalizer TfIdfVectorizer")
                            .split(" "));

    private static final Set<String> HARMLESS_ML =
            Set.of(
                    ("ArrayFeatureExtractor Binarizer CastMap CategoryMapper DictVectorizer FeatureVectorizer Imputer "
                                    + "LabelEncoder LinearClassifier LinearRegressor Normalizer OneHotEncoder SVMClassifier "
                                    + "SVMRegressor Scaler TreeEnsemble TreeEnsembleClassifier TreeEnsembleRegressor ZipMap")
                            .split(" "));

    private Operators() {}

    /// Whether a file, whose digest was checked, uses nothing but these. One that cannot be read does not.
    public static boolean areHarmless(byte[] onnx) {
        var used = OnnxFile.operators(onnx);
        return !used.isEmpty() && used.stream().allMatch(Operators::isHarmless);
    }

    private static boolean isHarmless(String operator) {
        return operator.startsWith(OF_ML)
                ? HARMLESS_ML.contains(operator.substring(OF_ML.length()))
                : HARMLESS.contains(operator);
    }
}
