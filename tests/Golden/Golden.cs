using SparseGen.Kernels;
using SparseGen.Kernels.Checks;

namespace SparseGen.Tests;

/// <summary>
/// Values computed in double by PyTorch 1.13 and stored as Float32 in ops.safetensors; the inputs are
/// <see cref="NamedNumbers"/> of the names in the tests. Files and names keep PyTorch's order, batch first; SparseGen's
/// tensors have the batch last.
/// </summary>
static class Golden
{
    static readonly Lazy<ArrayFile> File = new(() => Safetensors.Read(Path.Combine(AppContext.BaseDirectory, "Golden", "ops.safetensors")));

    public static ArrayFile Load() => File.Value;

    public static double Tolerance(Device device) => device.DType == DType.Float64 ? GoldenTolerances.GoldenReference : GoldenTolerances.GoldenHost;

    /// <summary>A tensor of signed numbers in the order of the file: weights, vectors.</summary>
    public static Tensor Signed(Device device, string name, in Shape shape, double scale = 1, double offset = 0) =>
        device.Upload(shape, NamedNumbers.Signed(name, shape.Count, scale, offset));

    /// <summary>A tensor (…, N) of signed numbers drawn in the order (N, …): activations.</summary>
    public static Tensor SignedBatch(Device device, string name, in Shape batchFirst, double scale = 1) =>
        device.Upload(BatchLast(batchFirst), BatchLast<float>(NamedNumbers.Signed(name, batchFirst.Count, scale), batchFirst));

    /// <summary>The relative L2 error of a tensor whose order is that of the file.</summary>
    public static double Error(Tensor found, string name) =>
        ContractCheck.RelativeError(found.ToDouble(), Load()[name].ToDouble());

    /// <summary>The relative L2 error of a tensor (…, N) against a stored (N, …).</summary>
    public static double ErrorOfBatch(Tensor found, string name)
    {
        var expected = Load()[name];
        Assert.That(found.Shape, Is.EqualTo(BatchLast(expected.Shape)), name);
        return ContractCheck.RelativeError(found.ToDouble(), BatchLast<double>(expected.ToDouble(), expected.Shape));
    }

    /// <summary>(N, C, H, W) → (C, H, W, N)</summary>
    public static Shape BatchLast(in Shape batchFirst) => new([.. batchFirst.ToArray()[1..], batchFirst[0]]);

    /// <summary>The values of (N, …) in the order of (…, N).</summary>
    public static T[] BatchLast<T>(ReadOnlySpan<T> values, in Shape batchFirst)
    {
        var batch = batchFirst[0];
        var features = values.Length / batch;
        var result = new T[values.Length];
        for (var n = 0; n < batch; n++)
            for (var f = 0; f < features; f++)
                result[f * batch + n] = values[n * features + f];
        return result;
    }

    static double[] ToDouble(this Tensor tensor) => tensor.DType == DType.Float64
        ? tensor.ToArray<double>()
        : Array.ConvertAll(tensor.ToArray<float>(), value => (double)value);
}
