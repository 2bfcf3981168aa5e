package lastgood.gateway.running.tensor;

/// The elements of a tensor in row-major order. Whoever made them lets go of the array: nobody changes it later.
public sealed interface Values {

    int size();

    /// The element as a number.
    ///
    /// @throws IllegalStateException for texts
    double real(int i);

    /// The element as it is written.
    String text(int i);

    final class Floats implements Values {
        private final float[] array;

        public Floats(float[] array) {
            this.array = array;
        }

        public float[] array() {
            return array;
        }

        @Override
        public int size() {
            return array.length;
        }

        @Override
        public double real(int i) {
            return array[i];
        }

        @Override
        public String text(int i) {
            return Float.toString(array[i]);
        }
    }

    final class Doubles implements Values {
        private final double[] array;

        public Doubles(double[] array) {
            this.array = array;
        }

        public double[] array() {
            return array;
        }

        @Override
        public int size() {
            return array.length;
        }

        @Override
        public double real(int i) {
            return array[i];
        }

        @Override
        public String text(int i) {
            return Double.toString(array[i]);
        }
    }

    /// Whole numbers of any width, and BOOL as 0 and 1. UINT64 is the same 64 bits without a sign.
    final class Wholes implements Values {
        private final long[] array;

        public Wholes(long[] array) {
            this.array = array;
        }

        public long[] array() {
            return array;
        }

        @Override
        public int size() {
            return array.length;
        }

        @Override
        public double real(int i) {
            return array[i];
        }

        @Override
        public String text(int i) {
            return Long.toString(array[i]);
        }
    }

    final class Texts implements Values {
        private final String[] array;

        public Texts(String[] array) {
            this.array = array;
        }

        public String[] array() {
            return array;
        }

        @Override
        public int size() {
            return array.length;
        }

        @Override
        public double real(int i) {
            throw new IllegalStateException("a text is no number");
        }

        @Override
        public String text(int i) {
            return array[i];
        }
    }
}
