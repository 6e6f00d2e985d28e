using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>Rounds one row of a weight to a format of few bits, as a multiple of a scale that its largest magnitude determines. A group rounds a row.</summary>
/// <param name="rowStarts">the first survivor of each row, and their number; not read if the weight is dense</param>
/// <param name="length">elements of a row of a dense weight; 0 with a pattern</param>
/// <param name="smallest">the smallest normal number of the format</param>
/// <param name="spacing">1.5 · 2²³⁻ᵐ for a mantissa of m bits</param>
/// <param name="largest">of the format; 0 for one without scales</param>
readonly struct QuantiseJob(ArrayView<float> x, ArrayView<int> rowStarts, int length, float smallest, float spacing, float largest, ArrayView<float> y) : IGpuJob
{
    public const int Threads = 64;

    const uint Exponent = 0x7F800000;

    public void Execute()
    {
        var (row, thread) = (Grid.IdxX, Group.IdxX);
        var first = length > 0 ? row * length : rowStarts[row];
        var end = length > 0 ? first + length : rowStarts[row + 1];
        var magnitudes = SharedMemory.Allocate<float>(Threads);
        var magnitude = 0f;
        for (var i = first + thread; i < end; i += Threads)
        {
            var value = GpuMath.Abs(x[i]);
            magnitude = value > magnitude ? value : magnitude;
        }
        magnitudes[thread] = magnitude;
        for (var half = Threads >> 1; half > 0; half >>= 1)
        {
            Group.Barrier();
            if (thread < half)
            {
                var other = magnitudes[thread + half];
                magnitude = other > magnitude ? other : magnitude;
                magnitudes[thread] = magnitude;
            }
        }
        Group.Barrier();
        magnitude = magnitudes[0];
        var scale = largest > 0 && magnitude > 0 ? magnitude / largest : 1;
        for (var i = first + thread; i < end; i += Threads)
        {
            // Adding and subtracting a number whose last bit is the spacing rounds to that spacing.
            var value = x[i] / scale;
            var power = Interop.IntAsFloat(Interop.FloatAsInt(value) & Exponent);
            var offset = (power > smallest ? power : smallest) * spacing;
            y[i] = (value + offset - offset) * scale;
        }
    }
}
